package dev.earshot.http;

import dev.earshot.engine.Capabilities;
import dev.earshot.engine.Task;
import dev.earshot.engine.Transcriber;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The form fields of whisper.cpp's example server. */
final class WhisperCppParameters {
    private static final String WHOLE_SEGMENTS = "segments are as the model wrote them";
    private static final String NO_VAD = "windows without speech are always kept from the model";

    private final List<Parameter> inference;

    /** @param longestPrompt in characters */
    WhisperCppParameters(int longestPrompt) {
        List<Parameter> own = List.of(
                Parameter.honoured(
                        "language",
                        "en by default, auto lets the model decide",
                        (draft, value) -> draft.language = Values.language("language", value)),
                Parameter.honoured(
                        "translate",
                        "true gives English",
                        (draft, value) ->
                                draft.options.task(Values.flag("translate", value) ? Task.TRANSLATE : Task.TRANSCRIBE)),
                Parameter.honoured(
                        "temperature_inc",
                        "0.2 by default, at least 0.1; 0 switches the fallback off",
                        (draft, value) ->
                                draft.options.temperatureIncrement(Values.increment("temperature_inc", value))),
                Parameter.honoured(
                        "best_of",
                        "2 by default",
                        (draft, value) -> draft.options.bestOf(Values.integer("best_of", value, 1, 8))),
                Parameter.honoured(
                        "beam_size",
                        "above 1 switches to beam search",
                        (draft, value) ->
                                draft.options.beamSize(Math.max(1, Values.integer("beam_size", value, -1, 8)))),
                Parameter.honoured(
                        "entropy_thold",
                        "2.4 by default",
                        (draft, value) ->
                                draft.options.entropyThreshold(Values.number("entropy_thold", value, -100, 100))),
                Parameter.honoured(
                        "logprob_thold",
                        "-1 by default",
                        (draft, value) ->
                                draft.options.logprobThreshold(Values.number("logprob_thold", value, -100, 100))),
                Parameter.honoured(
                        "no_speech_thold",
                        "0.6 by default",
                        (draft, value) ->
                                draft.options.noSpeechThreshold(Values.number("no_speech_thold", value, -100, 100))),
                Parameter.honoured(
                        "audio_ctx",
                        "0 is all of it; by default it may follow the length of the recording, see earshot.engine.fit-context",
                        (draft, value) ->
                                draft.options.audioContext(context(Values.integer("audio_ctx", value, 0, 1500)))),
                Parameter.honoured(
                        "max_context",
                        "-1 by default: the model's own limit",
                        (draft, value) ->
                                draft.options.maxTextContext(Values.integer("max_context", value, -1, 16_384))),
                Parameter.honoured("suppress_nst", "keeps notes in brackets away", WhisperCppParameters::suppress),
                Parameter.honoured("suppress_non_speech", "same as suppress_nst", WhisperCppParameters::suppress),
                Parameter.honoured(
                        "offset_t",
                        "milliseconds to skip",
                        (draft, value) -> draft.options.offset(Values.milliseconds("offset_t", value, 0))),
                Parameter.honoured(
                        "duration",
                        "milliseconds to use; 0 for all",
                        (draft, value) -> draft.options.length(Optional.of(Values.milliseconds("duration", value, 0))
                                .filter(length -> !length.equals(Duration.ZERO)))),
                Parameter.approximated(
                        "carry_initial_prompt", "the prompt always applies to every window", (draft, values) -> {}),
                Parameter.ignored("offset_n", "segments are numbered from 0"),
                Parameter.ignored("max_len", WHOLE_SEGMENTS),
                Parameter.ignored("split_on_word", WHOLE_SEGMENTS),
                Parameter.dependent(
                        "token_timestamps",
                        Capabilities::wordTimes,
                        "true by default: the words of verbose_json have times",
                        Treatment.IGNORED,
                        "the native library does not time words",
                        (draft, values) -> draft.wordTimes = Values.flag("token_timestamps", last(values))),
                Parameter.ignored("word_thold", "words are timed without a threshold"),
                Parameter.ignored("no_timestamps", "times are always computed"),
                Parameter.ignored("debug_mode", "there is none"),
                Parameter.ignored("diarize", "speakers are not told apart"),
                Parameter.ignored("tinydiarize", "speakers are not told apart"),
                Parameter.ignored(
                        "detect_language",
                        "there is always a text; with language auto, verbose_json tells what was heard"),
                Parameter.dependent(
                        "no_language_probabilities",
                        Capabilities::detectedLanguage,
                        "true leaves out what language was heard and how likely others were",
                        Treatment.IGNORED,
                        "there are none",
                        (draft, values) ->
                                draft.languageProbabilities = !Values.flag("no_language_probabilities", last(values))),
                Parameter.ignored("vad", NO_VAD),
                Parameter.ignored("vad_threshold", NO_VAD),
                Parameter.ignored("vad_min_speech_duration_ms", NO_VAD),
                Parameter.ignored("vad_min_silence_duration_ms", NO_VAD),
                Parameter.ignored("vad_max_speech_duration_s", NO_VAD),
                Parameter.ignored("vad_speech_pad_ms", NO_VAD),
                Parameter.ignored("vad_samples_overlap", NO_VAD));
        inference = Parameter.join(CommonParameters.all(longestPrompt), own);
    }

    /** Who says 0 wants all of it, and who says nothing leaves it to us. */
    private static int context(int asked) {
        return asked == 0 ? Transcriber.FULL_CONTEXT : asked;
    }

    private static String last(List<String> values) {
        return values.get(values.size() - 1);
    }

    private static void suppress(RequestDraft draft, String value) {
        draft.options.suppressNonSpeech(Values.flag("suppress_nst", value));
    }

    List<Parameter> inference() {
        return inference;
    }

    /** That server's defaults where they differ from ours. */
    static RequestDraft draft() {
        RequestDraft draft = new RequestDraft();
        draft.language = Optional.of("en");
        draft.wordsWithVerbose = true;
        draft.wordTimes = true;
        draft.options.temperatureIncrement(0.2f).bestOf(2);
        return draft;
    }
}
