package dev.earshot.transcript;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.earshot.engine.Languages;
import dev.earshot.engine.Segment;
import dev.earshot.engine.Task;
import dev.earshot.engine.Transcript;
import java.util.List;
import java.util.Map;

/**
 * OpenAI's JSON bodies. Numbers that the native library does not give (log-probabilities, tokens) are left out, never
 * invented.
 */
public final class OpenAiJson {
    private OpenAiJson() {}

    static String brief(Transcript transcript, Map<String, Object> extras) {
        ObjectNode json = Json.MAPPER.createObjectNode();
        json.put("text", transcript.text());
        usage(json, transcript);
        return Json.finish(json, transcript, extras);
    }

    static String verbose(Transcript transcript, Map<String, Object> extras) {
        ObjectNode json = Json.MAPPER.createObjectNode();
        json.put("task", transcript.task() == Task.TRANSLATE ? "translate" : "transcribe");
        json.put("language", transcript.task() == Task.TRANSLATE ? "english" : Languages.nameOf(transcript.language()));
        json.put("duration", Json.seconds(transcript.duration()));
        json.put("text", transcript.text());
        ArrayNode segments = json.putArray("segments");
        for (int i = 0; i < transcript.segments().size(); i++) {
            Segment segment = transcript.segments().get(i);
            segments.addObject()
                    .put("id", i)
                    .put("start", Json.seconds(segment.startMs()))
                    .put("end", Json.seconds(segment.endMs()))
                    .put("text", segment.text());
        }
        usage(json, transcript);
        return Json.finish(json, transcript, extras);
    }

    private static void usage(ObjectNode json, Transcript transcript) {
        json.putObject("usage").put("type", "duration").put("seconds", (long)
                Math.ceil(Json.seconds(transcript.duration())));
    }

    /** The event for what a window added, or an empty string where it added nothing. */
    public static String delta(List<Segment> segments, boolean first) {
        String text = String.join("", segments.stream().map(Segment::text).toList());
        String delta = first ? text.stripLeading() : text;
        return delta.isEmpty()
                ? ""
                : Json.MAPPER
                        .createObjectNode()
                        .put("type", "transcript.text.delta")
                        .put("delta", delta)
                        .toString();
    }

    /** The last event of a stream, with the whole text. */
    public static String done(Transcript transcript, Map<String, Object> extras) {
        ObjectNode json = Json.MAPPER.createObjectNode();
        json.put("type", "transcript.text.done");
        json.put("text", transcript.text());
        usage(json, transcript);
        return Json.finish(json, transcript, extras);
    }
}
