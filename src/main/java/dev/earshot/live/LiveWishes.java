package dev.earshot.live;

import dev.earshot.engine.EngineException;
import dev.earshot.engine.ErrorCode;
import dev.earshot.engine.Languages;
import dev.earshot.engine.ModelLoader.ModelFacts;
import dev.earshot.engine.TranscriptionOptions;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** Reads what clients of every protocol may ask for: {@code language}, {@code languages}, {@code prompt}, {@code keywords}. */
public final class LiveWishes {
    private final int longestPrompt;
    private final Supplier<Optional<ModelFacts>> model;

    /**
     * @param longestPrompt in characters, keywords included
     * @param model that is in use now
     */
    public LiveWishes(int longestPrompt, Supplier<Optional<ModelFacts>> model) {
        this.longestPrompt = longestPrompt;
        this.model = model;
    }

    /**
     * Refuses a model that is not the one in use. OpenAI's names mean that one, and so does none.
     *
     * @param name of the field to blame
     */
    public void requireModel(String name, String wanted) {
        boolean active = wanted.isEmpty()
                || wanted.equals("whisper-1")
                || wanted.startsWith("gpt-")
                || model.get().filter(facts -> facts.name().equals(wanted)).isPresent();
        if (!active) {
            throw EngineException.ofParameter(
                    ErrorCode.UNKNOWN_MODEL,
                    name,
                    "The model '" + Fields.shown(wanted)
                            + "' is not in use. GET /v1/models lists those there are; live sessions are heard by the"
                            + " one that is loaded.");
        }
    }

    /** @return {@code before}, changed where the fields name something else */
    public TranscriptionOptions read(Fields fields, TranscriptionOptions before) {
        TranscriptionOptions.Builder wishes = before.toBuilder();
        if (fields.names("language")) {
            wishes.language(fields.text("language").flatMap(value -> language(fields.at("language"), value)));
        }
        if (fields.names("languages")) {
            wishes.languages(languages(fields));
        }
        if (fields.names("prompt") || fields.names("keywords")) {
            wishes.prompt(prompt(fields));
        }
        return wishes.build();
    }

    /** @return the same, with times for words where they are wanted and the library has them */
    public TranscriptionOptions withWords(TranscriptionOptions before, boolean wanted) {
        return before.toBuilder().wordTimes(wanted && timesWords()).build();
    }

    private boolean timesWords() {
        return model.get().filter(facts -> facts.capabilities().wordTimes()).isPresent();
    }

    private static List<String> languages(Fields fields) {
        return fields.texts("languages").orElse(List.of()).stream()
                .flatMap(value -> language(fields.at("languages"), value).stream())
                .distinct()
                .toList();
    }

    /** A language by code or English name; empty for {@code auto} and nothing. */
    public static Optional<String> language(String name, String value) {
        String wanted = value.strip();
        if (wanted.isEmpty() || wanted.equalsIgnoreCase("auto")) {
            return Optional.empty();
        }
        return Optional.of(Languages.codeOf(wanted)
                .orElseThrow(() -> EngineException.badParameter(
                        name,
                        "'" + Fields.shown(value)
                                + "' is not a language that Whisper knows; use a code such as en or de.")));
    }

    private String prompt(Fields fields) {
        String keywords = String.join(", ", fields.texts("keywords").orElse(List.of()));
        return prompt(fields.at("prompt"), keywords, fields.text("prompt").orElse(""));
    }

    /** @param name of the field to blame */
    public String prompt(String name, String keywords, String prompt) {
        String whole = prompt.isEmpty() || keywords.isEmpty() ? prompt + keywords : keywords + ". " + prompt;
        if (whole.length() > longestPrompt) {
            throw EngineException.ofParameter(
                    ErrorCode.TOO_LARGE,
                    name,
                    "'" + name + "' has " + whole.length() + " characters; at most " + longestPrompt
                            + " are taken (earshot.limits.prompt).");
        }
        return whole.strip();
    }

    /**
     * When somebody speaks, as {@code threshold} and two durations in milliseconds say.
     *
     * @param prefix the name of the one before speech
     * @param silence the name of the one that ends it
     */
    public static TurnDetection turns(Fields fields, String prefix, String silence, TurnDetection before) {
        double threshold = fields.number("threshold").orElse(before.threshold());
        Duration kept = fields.integer(prefix).map(Duration::ofMillis).orElse(before.prefix());
        Duration end = fields.integer(silence).map(Duration::ofMillis).orElse(before.silence());
        return checked(fields.at("threshold"), () -> new TurnDetection(threshold, kept, end));
    }

    /** What a constructor refuses is the client's fault. */
    public static <T> T checked(String name, Supplier<T> value) {
        try {
            return value.get();
        } catch (IllegalArgumentException e) {
            throw EngineException.badParameter(name, sentence(e.getMessage()));
        }
    }

    private static String sentence(String words) {
        String start = Character.toUpperCase(words.charAt(0)) + words.substring(1);
        return start.endsWith(".") ? start : start + ".";
    }
}
