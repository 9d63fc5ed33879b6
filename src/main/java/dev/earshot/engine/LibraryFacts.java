package dev.earshot.engine;

import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * What callers may know of the native library in use.
 *
 * @param variant which build of it: the machine it was made for
 * @param version of whisper.cpp, and by which way it is called
 * @param features whisper.cpp's own words about the processor features or backend it uses
 * @param devices what it can compute on, the one in use first; empty where the library does not tell
 * @param note what a user should know: why the GPU is not used, say
 */
public record LibraryFacts(
        String variant, String version, String features, List<String> devices, Optional<String> note) {
    public LibraryFacts {
        Objects.requireNonNull(variant, "variant");
        Objects.requireNonNull(version, "version");
        Objects.requireNonNull(features, "features");
        Objects.requireNonNull(note, "note");
        devices = List.copyOf(devices);
    }

    /** Whether there is more to compute on than the processor. */
    public boolean hasGpu() {
        return devices.stream().anyMatch(device -> !device.startsWith("CPU"));
    }
}
