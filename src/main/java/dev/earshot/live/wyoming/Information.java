package dev.earshot.live.wyoming;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.earshot.engine.EngineStatus;
import dev.earshot.engine.Languages;
import dev.earshot.engine.ModelLoader.ModelFacts;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/**
 * What a client may know before it speaks.
 *
 * @param version of this program
 * @param languages that speech is expected in; none for all that the model knows
 * @param engine whose model is told
 */
record Information(String version, List<String> languages, Supplier<EngineStatus> engine) {
    Optional<ModelFacts> model() {
        return engine.get() instanceof EngineStatus.Ready ready ? Optional.of(ready.model()) : Optional.empty();
    }

    WyomingEvent event() {
        ObjectNode data = WyomingEvent.JSON.createObjectNode();
        ObjectNode program = artifact(data.putArray("asr"), "earshot", "Speech to text on this device", version);
        ArrayNode models = program.putArray("models");
        model().ifPresent(model -> {
            ObjectNode entry =
                    artifact(models, model.name(), "Whisper, " + model.type() + ", " + model.quantization(), null);
            ArrayNode codes = entry.putArray("languages");
            known(model).forEach(codes::add);
        });
        program.put("supports_transcript_streaming", true)
                .put("requires_external_vad", true)
                .put("prefers_auto_gain_enabled", true)
                .put("prefers_noise_reduction_enabled", true);
        List.of("tts", "wake", "handle", "intent", "mic", "snd").forEach(data::putArray);
        return WyomingEvent.of("info", data);
    }

    /** Readers insist on both {@code description} and {@code version}, though either may be null. */
    private static ObjectNode artifact(ArrayNode among, String name, String description, String version) {
        ObjectNode artifact = among.addObject()
                .put("name", name)
                .put("description", description)
                .put("version", version)
                .put("installed", true);
        artifact.putObject("attribution").put("name", "Earshot").put("url", "");
        return artifact;
    }

    private List<String> known(ModelFacts model) {
        return IntStream.range(0, model.languages())
                .mapToObj(Languages::codeOf)
                .flatMap(Optional::stream)
                .filter(code -> languages.isEmpty() || languages.contains(code))
                .toList();
    }
}
