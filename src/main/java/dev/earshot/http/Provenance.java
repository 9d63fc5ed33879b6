package dev.earshot.http;

import dev.earshot.engine.EmptyReason;
import dev.earshot.engine.ModelLoader.ModelFacts;
import dev.earshot.engine.Shortcut;
import dev.earshot.engine.Transcript;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** How an answer was made: what one needs to explain it months later. */
final class Provenance {
    static final String DEGRADED = "degraded";
    static final String REASON = "reason";

    private Provenance() {}

    /** What was given up so that the answer came in time, as answers name it. */
    static List<String> degraded(Transcript transcript) {
        return transcript.cost().shortcuts().stream().map(Shortcut::word).toList();
    }

    /** By name, in the order of the documentation; names become {@code X-Earshot-*} headers for text formats. */
    static Map<String, Object> of(Transcript transcript, ModelFacts model) {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("model", model.name());
        model.sha256().ifPresent(hash -> facts.put("model_sha256", hash));
        facts.put("quantization", model.quantization());
        facts.put("library", model.library().variant());
        facts.put("library_version", model.library().version());
        Transcript.Cost cost = transcript.cost();
        double seconds = transcript.duration().toNanos() / 1e9;
        facts.put("windows", cost.windows());
        facts.put("windows_without_speech", cost.gatedWindows());
        facts.put("skipped_seconds", cost.skipped().toMillis() / 1e3);
        facts.put("audio_context", cost.audioContext());
        facts.put("guard_fired", cost.guardsFired());
        transcript.detected().ifPresent(heard -> facts.put("language_probability", heard.probability()));
        facts.put("wait_ms", cost.waited().toNanos() / 1000 / 1e3);
        facts.put("run_ms", cost.ran().toNanos() / 1000 / 1e3);
        facts.put("real_time_factor", Math.round(cost.ran().toNanos() / 1e9 / seconds * 1e4) / 1e4);
        List<String> degraded = degraded(transcript);
        if (!degraded.isEmpty()) {
            facts.put(DEGRADED, degraded);
        }
        transcript.emptyReason().map(EmptyReason::word).ifPresent(reason -> facts.put(REASON, reason));
        return facts;
    }

    /** {@code wait_ms} as {@code X-Earshot-Wait-Ms}. */
    static String header(String name) {
        StringBuilder header = new StringBuilder("X-Earshot");
        for (String word : name.split("_")) {
            header.append('-')
                    .append(word.substring(0, 1).toUpperCase(Locale.ROOT))
                    .append(word.substring(1));
        }
        return header.toString();
    }
}
