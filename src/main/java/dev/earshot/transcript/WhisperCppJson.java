package dev.earshot.transcript;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.earshot.engine.Languages;
import dev.earshot.engine.Segment;
import dev.earshot.engine.Task;
import dev.earshot.engine.Transcript;
import java.util.Map;

/** JSON bodies of whisper.cpp's example server; what the native library does not give is left out. */
final class WhisperCppJson {
    private WhisperCppJson() {}

    static String brief(Transcript transcript, Map<String, Object> extras) {
        ObjectNode json = Json.MAPPER.createObjectNode();
        json.put("text", text(transcript));
        return Json.finish(json, transcript, extras);
    }

    static String verbose(Transcript transcript, Map<String, Object> extras) {
        ObjectNode json = Json.MAPPER.createObjectNode();
        json.put("task", transcript.task() == Task.TRANSLATE ? "translate" : "transcribe");
        json.put("language", Languages.nameOf(transcript.language()));
        json.put("duration", Json.seconds(transcript.duration()));
        json.put("text", text(transcript));
        ArrayNode segments = json.putArray("segments");
        for (int i = 0; i < transcript.segments().size(); i++) {
            Segment segment = transcript.segments().get(i);
            segments.addObject()
                    .put("id", i)
                    .put("text", segment.text())
                    .put("start", Json.seconds(segment.startMs()))
                    .put("end", Json.seconds(segment.endMs()));
        }
        return Json.finish(json, transcript, extras);
    }

    /** A line a segment; that server writes an empty text for no segments. */
    private static String text(Transcript transcript) {
        return transcript.segments().isEmpty() ? "" : PlainText.lines(transcript, Map.of());
    }
}
