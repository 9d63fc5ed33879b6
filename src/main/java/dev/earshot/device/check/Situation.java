package dev.earshot.device.check;

import dev.earshot.device.MachineFacts;
import java.time.Instant;
import java.util.Optional;

/**
 * All that the checks judge.
 *
 * @param library the native library that would be loaded, in words
 * @param libraryProblem why none can be
 * @param gpuBuild whether that library is a build for CUDA
 * @param model the model that would be loaded, in words
 * @param modelProblem why it cannot be used
 * @param demoRemedy what to install in place of it, where it is the demo model
 * @param need memory that it takes
 * @param longRecordings which model hears or would hear long recordings, in words
 * @param folder where recordings are kept while they are worked on
 * @param freeBytes there
 * @param neededBytes there at least
 * @param ffmpeg whether it is installed
 * @param address where the service listens
 * @param portTaken whether somebody listens there; absent where the service itself asks
 * @param crashes of native code in the last day and what follows, in words
 * @param now by the machine's clock
 */
public record Situation(
        MachineFacts machine,
        String library,
        Optional<String> libraryProblem,
        boolean gpuBuild,
        String model,
        Optional<String> modelProblem,
        Optional<String> demoRemedy,
        Optional<MemoryNeed> need,
        String longRecordings,
        String folder,
        long freeBytes,
        long neededBytes,
        boolean ffmpeg,
        String address,
        Optional<Boolean> portTaken,
        Optional<String> crashes,
        Instant now) {}
