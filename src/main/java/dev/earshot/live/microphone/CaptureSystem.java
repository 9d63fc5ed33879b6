package dev.earshot.live.microphone;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The systems of sound on Linux; each comes with a program that writes what a microphone hears to standard output. */
public enum CaptureSystem {
    /** The one that runs for whoever runs this service. */
    AUTO("", ""),
    ALSA("arecord", "alsa-utils"),
    PULSE("parec", "pulseaudio-utils"),
    PIPEWIRE("pw-record", "pipewire-bin");

    private final String program;
    private final String debianPackage;

    CaptureSystem(String program, String debianPackage) {
        this.program = program;
        this.debianPackage = debianPackage;
    }

    /**
     * The system that is meant, by what runs now: sound servers leave a socket in the runtime folder of the person whose they are,
     * which a system service has not.
     */
    CaptureSystem chosen(Map<String, String> environment) {
        if (this != AUTO) {
            return this;
        }
        Optional<Path> runtime =
                Optional.ofNullable(environment.get("XDG_RUNTIME_DIR")).map(Path::of);
        // PipeWire usually answers as PulseAudio, too.
        boolean pulse = environment.containsKey("PULSE_SERVER")
                || runtime.filter(folder -> Files.exists(folder.resolve("pulse/native")))
                        .isPresent();
        if (pulse && PULSE.find(environment).isPresent()) {
            return PULSE;
        }
        boolean pipeWire = runtime.filter(folder -> Files.exists(folder.resolve("pipewire-0")))
                .isPresent();
        return pipeWire && PIPEWIRE.find(environment).isPresent() ? PIPEWIRE : ALSA;
    }

    private Optional<Path> find(Map<String, String> environment) {
        return Arrays.stream(environment.getOrDefault("PATH", "").split(File.pathSeparator))
                .filter(folder -> !folder.isEmpty())
                .map(folder -> Path.of(folder, program))
                .filter(Files::isExecutable)
                .findFirst();
    }

    /**
     * What to run: 16 bit, one channel, on standard output.
     *
     * @throws IllegalStateException if the program is not there, saying how to get it
     */
    List<String> command(Map<String, String> environment, Optional<Path> instead, Optional<String> device, int rate) {
        Path found = instead.or(() -> find(environment))
                .orElseThrow(() -> new IllegalStateException("There is no " + program
                        + " on the path, which microphones are heard with (sudo apt install " + debianPackage + ")."));
        List<String> command = new ArrayList<>(List.of(found.toString()));
        switch (this) {
            case ALSA -> {
                command.addAll(List.of("-q", "-t", "raw", "-f", "S16_LE", "-c", "1", "-r", String.valueOf(rate)));
                device.ifPresent(name -> command.addAll(List.of("-D", name)));
            }
            case PULSE -> {
                command.addAll(List.of("--raw", "--format=s16le", "--channels=1", "--rate=" + rate));
                command.addAll(List.of("--latency-msec=50", "--client-name=earshot"));
                device.ifPresent(name -> command.add("--device=" + name));
            }
            case PIPEWIRE -> {
                command.addAll(List.of("--format=s16", "--channels=1", "--rate=" + rate));
                device.ifPresent(name -> command.add("--target=" + name));
                command.add("-");
            }
            case AUTO -> throw new IllegalStateException("No system was chosen.");
        }
        return List.copyOf(command);
    }
}
