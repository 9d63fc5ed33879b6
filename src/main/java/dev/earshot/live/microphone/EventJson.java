package dev.earshot.live.microphone;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.earshot.engine.EngineException;
import dev.earshot.live.LiveEvent;
import java.util.Locale;

/** How what a session tells looks to those who watch. */
final class EventJson {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private EventJson() {}

    static ObjectNode object() {
        return JSON.createObjectNode();
    }

    static ObjectNode of(LiveEvent.SpeechStarted event) {
        return object().put("utterance", event.utterance()).put("start_ms", event.startMs());
    }

    static ObjectNode of(LiveEvent.SpeechStopped event) {
        return object().put("utterance", event.utterance()).put("end_ms", event.endMs());
    }

    static ObjectNode of(LiveEvent.Partial event) {
        return object().put("utterance", event.utterance())
                .put("stable", event.stable())
                .put("unstable", event.unstable())
                .put("lag_ms", event.lagMs());
    }

    static ObjectNode of(LiveEvent.Final event) {
        ObjectNode json = object().put("utterance", event.utterance()).put("text", event.text());
        event.transcript().language().ifPresent(code -> json.put("language", code));
        event.emptyReason().ifPresent(reason -> json.put("reason", reason.name().toLowerCase(Locale.ROOT)));
        return json.put("start_ms", event.startMs())
                .put("end_ms", event.endMs())
                .put("lag_ms", event.lagMs());
    }

    static ObjectNode of(LiveEvent.Level event) {
        return object().put("rms_dbfs", tenths(event.rmsDbfs())).put("peak_dbfs", tenths(event.peakDbfs()));
    }

    private static double tenths(double value) {
        return Math.round(value * 10) / 10.0;
    }

    static ObjectNode of(EngineException reason) {
        return object().put("message", reason.getMessage())
                .put("code", reason.code().name().toLowerCase(Locale.ROOT));
    }
}
