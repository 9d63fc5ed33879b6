package dev.earshot.transcript;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.earshot.engine.Languages;
import dev.earshot.engine.Segment;
import dev.earshot.engine.Task;
import dev.earshot.engine.Token;
import dev.earshot.engine.Transcript;
import java.util.List;

/** OpenAI's JSON bodies. Numbers that the native library does not give are left out, never invented. */
public final class OpenAiJson {
    private OpenAiJson() {}

    static String brief(Transcript transcript, Details details) {
        ObjectNode json = Json.MAPPER.createObjectNode();
        json.put("text", transcript.text());
        return finish(json, transcript, details);
    }

    static String verbose(Transcript transcript, Details details) {
        ObjectNode json = Json.MAPPER.createObjectNode();
        json.put("task", transcript.task() == Task.TRANSLATE ? "translate" : "transcribe");
        json.put("language", transcript.task() == Task.TRANSLATE ? "english" : Languages.nameOf(transcript.language()));
        json.put("duration", Json.seconds(transcript.duration()));
        json.put("text", transcript.text());
        ArrayNode segments = json.putArray("segments");
        for (Segment segment : transcript.segments()) {
            segment(segments.addObject().put("id", segments.size() - 1), segment);
        }
        if (details.wordTimes()) {
            words(json.putArray("words"), transcript.segments());
        }
        usage(json, transcript);
        return Json.finish(json, transcript, details);
    }

    private static void segment(ObjectNode json, Segment segment) {
        json.put("start", Json.seconds(segment.startMs()))
                .put("end", Json.seconds(segment.endMs()))
                .put("text", segment.text());
        if (!segment.tokens().isEmpty()) {
            ArrayNode tokens = json.putArray("tokens");
            segment.tokens().forEach(token -> tokens.add(token.id()));
        }
        segment.statistics()
                .ifPresent(statistics -> json.put("temperature", statistics.temperature())
                        .put("avg_logprob", statistics.avgLogprob())
                        .put("compression_ratio", statistics.compressionRatio())
                        .put("no_speech_prob", statistics.noSpeechProbability()));
    }

    private static void words(ArrayNode words, List<Segment> segments) {
        segments.forEach(segment -> segment.words()
                .forEach(word -> words.addObject()
                        .put("word", word.text().strip())
                        .put("start", Json.seconds(word.startMs()))
                        .put("end", Json.seconds(word.endMs()))));
    }

    private static void usage(ObjectNode json, Transcript transcript) {
        json.putObject("usage").put("type", "duration").put("seconds", (long)
                Math.ceil(Json.seconds(transcript.duration())));
    }

    private static void logprobs(ObjectNode json, List<Segment> segments) {
        ArrayNode logprobs = json.putArray("logprobs");
        for (Segment segment : segments) {
            for (Token token : segment.tokens()) {
                ArrayNode bytes = logprobs.addObject()
                        .put("token", token.text())
                        .put("logprob", token.logprob())
                        .putArray("bytes");
                for (byte one : token.utf8()) {
                    bytes.add(Byte.toUnsignedInt(one));
                }
            }
        }
    }

    /** The event for what a segment added, or an empty string where it added nothing. */
    public static String delta(Segment segment, boolean first, Details details) {
        String delta = first ? segment.text().stripLeading() : segment.text();
        if (delta.isEmpty()) {
            return "";
        }
        ObjectNode json = Json.MAPPER.createObjectNode();
        json.put("type", "transcript.text.delta").put("delta", delta);
        if (details.logprobs()) {
            logprobs(json, List.of(segment));
        }
        return json.toString();
    }

    /** The last event of a stream, with the whole text. */
    public static String done(Transcript transcript, Details details) {
        ObjectNode json = Json.MAPPER.createObjectNode();
        json.put("type", "transcript.text.done");
        json.put("text", transcript.text());
        return finish(json, transcript, details);
    }

    private static String finish(ObjectNode json, Transcript transcript, Details details) {
        transcript
                .detected()
                .ifPresent(heard -> json.putArray("languages").addObject().put("code", heard.code()));
        if (details.logprobs()) {
            logprobs(json, transcript.segments());
        }
        usage(json, transcript);
        return Json.finish(json, transcript, details);
    }
}
