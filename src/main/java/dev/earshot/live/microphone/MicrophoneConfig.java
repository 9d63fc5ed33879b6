package dev.earshot.live.microphone;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** Whether, how and what the device's microphone hears. */
@ConfigMapping(prefix = "earshot.microphone")
public interface MicrophoneConfig {
    /** There is a microphone that may be listened to. */
    @WithDefault("false")
    boolean enabled();

    /** When it is listened to. */
    @WithDefault("always")
    Listen listen();

    /** Whose capture program is used. */
    @WithDefault("auto")
    CaptureSystem system();

    /** The device as the capture program names it; by default the system's own choice. */
    Optional<String> device();

    /** Samples per second that are asked for. */
    @WithDefault("16000")
    @Min(4000)
    @Max(192000)
    int rate();

    /** Capture program, where it is not the one of that name on the path. */
    Optional<Path> program();

    /** After a start on demand, how long nobody may say anything before it is switched off again; 0 for ever. */
    @WithDefault("10s")
    Duration noInput();

    /** Events that are kept for those who come back. */
    @WithDefault("256")
    @Min(1)
    @Max(10000)
    int kept();

    /** Who may watch at a time. */
    @WithDefault("16")
    @Min(1)
    @Max(1000)
    int watchers();

    /** When a microphone is listened to. */
    enum Listen {
        /** From the start of the service on. */
        ALWAYS,
        /** When it is told to. */
        ON_DEMAND
    }
}
