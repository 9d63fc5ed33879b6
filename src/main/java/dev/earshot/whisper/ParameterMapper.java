package dev.earshot.whisper;

import dev.earshot.engine.Task;
import dev.earshot.engine.TranscriptionOptions;
import io.github.givimad.whisperjni.WhisperFullParams;
import io.github.givimad.whisperjni.WhisperSamplingStrategy;

/**
 * Sets every field of the wrapper's parameters, since its own defaults surprise: beam search of 2, English, and progress
 * printed to the console.
 */
final class ParameterMapper {
    /** whisper.cpp's own default: as much as the model can take. */
    private static final int ALL_TEXT_CONTEXT = 16_384;

    private ParameterMapper() {}

    static WhisperFullParams map(TranscriptionOptions options, String prompt, int threads) {
        WhisperFullParams params = new WhisperFullParams(
                options.beamSize() > 1 ? WhisperSamplingStrategy.BEAN_SEARCH : WhisperSamplingStrategy.GREEDY);
        params.nThreads = threads;
        params.audioCtx = options.audioContext();
        params.nMaxTextCtx = options.maxTextContext() < 0 ? ALL_TEXT_CONTEXT : options.maxTextContext();
        params.offsetMs = 0;
        params.durationMs = 0;
        params.translate = options.task() == Task.TRANSLATE;
        params.noTimestamps = false;
        params.detectLanguage = false;
        params.language = options.language().orElse("auto");
        params.initialPrompt = prompt.isEmpty() ? null : prompt;
        // What came before is in the prompt where it is wanted; the library's own memory would leak one job into the
        // next.
        params.noContext = true;
        params.singleSegment = false;
        params.printSpecial = false;
        params.printProgress = false;
        params.printRealtime = false;
        params.printTimestamps = false;
        params.suppressBlank = true;
        params.suppressNonSpeechTokens = options.suppressNonSpeech();
        params.temperature = options.temperature();
        params.maxInitialTs = 1.0f;
        params.lengthPenalty = -1.0f;
        params.temperatureInc = options.temperatureIncrement();
        params.entropyThold = options.entropyThreshold();
        params.logprobThold = options.logprobThreshold();
        params.noSpeechThold = options.noSpeechThreshold();
        params.greedyBestOf = options.bestOf();
        params.beamSearchBeamSize = options.beamSize();
        params.beamSearchPatience = -1.0f;
        params.grammar = null;
        params.grammarPenalty = 100.0f;
        return params;
    }
}
