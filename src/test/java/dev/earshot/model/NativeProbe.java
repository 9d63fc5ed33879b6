package dev.earshot.model;

import io.github.givimad.whisperjni.WhisperContext;
import io.github.givimad.whisperjni.WhisperContextParams;
import io.github.givimad.whisperjni.WhisperFullParams;
import io.github.givimad.whisperjni.WhisperJNI;
import io.github.givimad.whisperjni.WhisperSamplingStrategy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A process of its own that gives files to the real whisper.cpp: loads each and transcribes two seconds of silence.
 * Arguments are files, {@code long:FILE} to fill the text context too, or {@code seed:N} for mutation N of the demo
 * model. Prints a line per file; what counts is that
 * it lives to print the last.
 */
final class NativeProbe {
    private static final int SAMPLES = 2 * 16_000;

    private NativeProbe() {}

    public static void main(String[] args) throws IOException {
        WhisperJNI.loadLibrary();
        WhisperJNI.setLibraryLogger(null);
        WhisperJNI whisper = new WhisperJNI();
        byte[] demo = DemoMutation.demoModel();
        Path scratch = Files.createTempFile("earshot-probe", ".bin");
        try {
            for (String arg : args) {
                String name = arg.substring(arg.indexOf(':') + 1);
                Path file = Path.of(name);
                if (arg.startsWith("seed:")) {
                    file = Files.write(
                            scratch, DemoMutation.of(Long.parseLong(name), demo).bytes());
                }
                String prompt = " w7 lamp".repeat(arg.startsWith("long:") ? 300 : 1);
                transcribe(whisper, file, WhisperSamplingStrategy.GREEDY, prompt);
                transcribe(whisper, file, WhisperSamplingStrategy.BEAN_SEARCH, prompt);
                System.out.println("survived " + arg);
            }
        } finally {
            Files.delete(scratch);
        }
    }

    private static void transcribe(WhisperJNI whisper, Path file, WhisperSamplingStrategy strategy, String prompt)
            throws IOException {
        WhisperContextParams contextParams = new WhisperContextParams();
        contextParams.useGPU = false;
        try (WhisperContext context = whisper.init(file, contextParams)) {
            if (context == null) {
                throw new IOException(file + " was refused by whisper.cpp");
            }
            WhisperFullParams params = new WhisperFullParams(strategy);
            params.nThreads = 1;
            params.language = "en";
            params.beamSearchBeamSize = 5;
            params.audioCtx = 128;
            params.suppressBlank = true;
            params.suppressNonSpeechTokens = true;
            params.printProgress = false;
            params.printTimestamps = false;
            params.temperatureInc = 0;
            params.initialPrompt = prompt;
            params.noTimestamps = true;
            int result = whisper.full(context, params, new float[SAMPLES], SAMPLES);
            if (result != 0) {
                throw new IOException(file + ": whisper_full answered " + result);
            }
        }
    }
}
