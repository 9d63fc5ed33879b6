package dev.earshot.live.plain;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.earshot.engine.EngineException;
import dev.earshot.engine.ErrorCode;
import dev.earshot.engine.Word;
import dev.earshot.live.LiveEvent;
import java.util.List;
import java.util.Locale;

/** What clients are told, as JSON. */
final class PlainMessages {
    private PlainMessages() {}

    private static ObjectNode message(String type) {
        return JsonNodeFactory.instance.objectNode().put("type", type);
    }

    static String ready(PlainOptions options) {
        return message("ready").put("rate", options.rate()).toString();
    }

    static String done() {
        return message("done").toString();
    }

    static String error(EngineException reason) {
        ObjectNode json = message("error").put("code", word(reason.code())).put("message", reason.getMessage());
        reason.parameter().ifPresent(name -> json.put("parameter", name));
        return json.toString();
    }

    private static String word(ErrorCode code) {
        return code.name().toLowerCase(Locale.ROOT);
    }

    static String of(LiveEvent event) {
        if (event instanceof LiveEvent.SpeechStarted started) {
            return message("speech_started")
                    .put("utterance", started.utterance())
                    .put("start_ms", started.startMs())
                    .toString();
        } else if (event instanceof LiveEvent.SpeechStopped stopped) {
            return message("speech_stopped")
                    .put("utterance", stopped.utterance())
                    .put("end_ms", stopped.endMs())
                    .toString();
        } else if (event instanceof LiveEvent.Partial partial) {
            return message("partial")
                    .put("utterance", partial.utterance())
                    .put("stable", partial.stable())
                    .put("unstable", partial.unstable())
                    .put("lag_ms", partial.lagMs())
                    .toString();
        } else if (event instanceof LiveEvent.Final told) {
            return last(told).toString();
        } else if (event instanceof LiveEvent.Level level) {
            return message("level")
                    .put("rms_dbfs", rounded(level.rmsDbfs()))
                    .put("peak_dbfs", rounded(level.peakDbfs()))
                    .toString();
        } else if (event instanceof LiveEvent.Cleared) {
            return message("cleared").toString();
        } else if (event instanceof LiveEvent.CommitRefused refused) {
            return error(EngineException.badParameter(
                    "type",
                    "Too little to commit: " + refused.heldMs() + " ms of audio are held, 100 ms are the least."));
        } else if (event instanceof LiveEvent.Failed failed) {
            ObjectNode json = message("error")
                    .put("code", word(failed.reason().code()))
                    .put("message", failed.reason().getMessage());
            failed.utterance().ifPresent(utterance -> json.put("utterance", utterance));
            return json.toString();
        }
        throw new IllegalArgumentException("no message for " + event.getClass().getSimpleName());
    }

    private static ObjectNode last(LiveEvent.Final told) {
        ObjectNode json = message("final")
                .put("utterance", told.utterance())
                .put("text", told.text())
                .put("language", told.transcript().language().orElse(null))
                .put("start_ms", told.startMs())
                .put("end_ms", told.endMs())
                .put("lag_ms", told.lagMs());
        told.emptyReason().ifPresent(reason -> json.put("reason", reason.name().toLowerCase(Locale.ROOT)));
        List<Word> words = told.transcript().segments().stream()
                .flatMap(segment -> segment.words().stream())
                .toList();
        if (!words.isEmpty()) {
            ArrayNode list = json.putArray("words");
            for (Word word : words) {
                Word shifted = word.shifted(told.startMs());
                list.addObject()
                        .put("word", shifted.text().strip())
                        .put("start_ms", shifted.startMs())
                        .put("end_ms", shifted.endMs())
                        .put("probability", rounded(shifted.probability()));
            }
        }
        return json;
    }

    /** To a hundredth. */
    private static double rounded(double value) {
        return Math.round(value * 100) / 100.0;
    }
}
