package dev.earshot.live.microphone;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** A microphone that is in use, with small bounds. */
record MicrophoneSettings(
        boolean enabled, Listen listen, CaptureSystem system, Optional<String> device, Optional<Path> program)
        implements MicrophoneConfig {
    static MicrophoneSettings of(Listen listen, Path program) {
        return new MicrophoneSettings(true, listen, CaptureSystem.ALSA, Optional.empty(), Optional.of(program));
    }

    @Override
    public int rate() {
        return 16_000;
    }

    @Override
    public Duration noInput() {
        return Duration.ofSeconds(2);
    }

    @Override
    public int kept() {
        return 5;
    }

    @Override
    public int watchers() {
        return 3;
    }
}
