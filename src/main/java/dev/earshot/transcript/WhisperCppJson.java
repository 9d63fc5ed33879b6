package dev.earshot.transcript;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.earshot.engine.DetectedLanguage;
import dev.earshot.engine.Languages;
import dev.earshot.engine.Segment;
import dev.earshot.engine.Task;
import dev.earshot.engine.Transcript;
import dev.earshot.engine.Word;
import java.util.Optional;

/** JSON bodies of whisper.cpp's example server; what the native library does not give is left out. */
final class WhisperCppJson {
    /** That server leaves out languages that are no likelier. */
    private static final double NEGLIGIBLE = 0.001;

    /** What that server writes where no time was computed by aligning attention heads. */
    private static final int NO_DTW = -1;

    private WhisperCppJson() {}

    static String brief(Transcript transcript, Details details) {
        ObjectNode json = Json.MAPPER.createObjectNode();
        json.put("text", text(transcript));
        return Json.finish(json, transcript, details);
    }

    static String verbose(Transcript transcript, Details details) {
        ObjectNode json = Json.MAPPER.createObjectNode();
        json.put("task", transcript.task() == Task.TRANSLATE ? "translate" : "transcribe");
        json.put("language", Languages.nameOf(transcript.language()));
        json.put("duration", Json.seconds(transcript.duration()));
        json.put("text", text(transcript));
        ArrayNode segments = json.putArray("segments");
        for (Segment segment : transcript.segments()) {
            segment(segments.addObject().put("id", segments.size() - 1), segment, details);
        }
        if (details.languageProbabilities()) {
            transcript.detected().ifPresent(heard -> languages(json, heard));
        }
        return Json.finish(json, transcript, details);
    }

    private static void segment(ObjectNode json, Segment segment, Details details) {
        json.put("text", segment.text())
                .put("start", Json.seconds(segment.startMs()))
                .put("end", Json.seconds(segment.endMs()));
        if (!segment.tokens().isEmpty()) {
            ArrayNode tokens = json.putArray("tokens");
            segment.tokens().forEach(token -> tokens.add(token.id()));
        }
        if (!segment.words().isEmpty()) {
            ArrayNode words = json.putArray("words");
            segment.words().forEach(word -> word(words.addObject(), word, details));
        }
        segment.statistics()
                .ifPresent(statistics -> json.put("temperature", statistics.temperature())
                        .put("avg_logprob", statistics.avgLogprob())
                        .put("no_speech_prob", statistics.noSpeechProbability()));
    }

    private static void word(ObjectNode json, Word word, Details details) {
        json.put("word", word.text());
        if (details.wordTimes()) {
            json.put("start", Json.seconds(word.startMs()))
                    .put("end", Json.seconds(word.endMs()))
                    .put("t_dtw", NO_DTW);
        }
        json.put("probability", word.probability());
    }

    private static void languages(ObjectNode json, DetectedLanguage heard) {
        json.put("detected_language", Languages.nameOf(Optional.of(heard.code())));
        json.put("detected_language_probability", heard.probability());
        ObjectNode probabilities = json.putObject("language_probabilities");
        heard.probabilities().forEach((code, probability) -> {
            if (probability > NEGLIGIBLE) {
                probabilities.put(code, probability);
            }
        });
    }

    /** A line a segment; that server writes an empty text for no segments. */
    private static String text(Transcript transcript) {
        return transcript.segments().isEmpty() ? "" : PlainText.lines(transcript, Details.NONE);
    }
}
