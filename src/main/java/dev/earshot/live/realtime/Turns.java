package dev.earshot.live.realtime;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.earshot.engine.EngineException;
import dev.earshot.live.Fields;
import dev.earshot.live.LiveWishes;
import dev.earshot.live.TurnDetection;
import java.time.Duration;
import java.util.Optional;

/**
 * How utterances end.
 *
 * @param eagerness of {@code semantic_vad}, which is approximated by how long silence must be; empty for {@code server_vad}
 * @param detection what is done
 */
record Turns(Optional<String> eagerness, TurnDetection detection) {
    static final Turns USUAL = new Turns(Optional.empty(), TurnDetection.USUAL);

    private static final Duration PATIENT = Duration.ofMillis(1000);
    private static final Duration EAGER = Duration.ofMillis(300);

    static Turns of(Fields fields) {
        String type = fields.text("type").orElse("server_vad");
        return switch (type) {
            case "server_vad" ->
                new Turns(
                        Optional.empty(),
                        LiveWishes.turns(fields, "prefix_padding_ms", "silence_duration_ms", TurnDetection.USUAL));
            case "semantic_vad" -> semantic(fields);
            default ->
                throw EngineException.badParameter(
                        fields.at("type"),
                        "'" + fields.at("type") + "' must be server_vad or semantic_vad, not '" + Fields.shown(type)
                                + "'; null for none.");
        };
    }

    private static Turns semantic(Fields fields) {
        String eagerness = fields.text("eagerness").orElse("auto");
        TurnDetection usual = TurnDetection.USUAL;
        Duration silence =
                switch (eagerness) {
                    case "low" -> PATIENT;
                    case "medium", "auto" -> usual.silence();
                    case "high" -> EAGER;
                    default ->
                        throw EngineException.badParameter(
                                fields.at("eagerness"),
                                "'" + fields.at("eagerness") + "' must be low, medium, high or auto, not '"
                                        + Fields.shown(eagerness) + "'.");
                };
        return new Turns(Optional.of(eagerness), new TurnDetection(usual.threshold(), usual.prefix(), silence));
    }

    void write(ObjectNode to) {
        eagerness.ifPresentOrElse(
                word -> to.put("type", "semantic_vad").put("eagerness", word),
                () -> to.put("type", "server_vad")
                        .put("threshold", detection.threshold())
                        .put("prefix_padding_ms", detection.prefix().toMillis())
                        .put("silence_duration_ms", detection.silence().toMillis()));
    }
}
