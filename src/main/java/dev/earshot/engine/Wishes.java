package dev.earshot.engine;

import dev.earshot.engine.ModelLoader.ModelFacts;
import java.util.List;
import java.util.Optional;

/** Holds a caller's wishes against the loaded model, and refuses in words what would be answered with something else. */
final class Wishes {
    private Wishes() {}

    /**
     * The wishes as the library gets them: an only possible language is the language, and a choice that it cannot make is
     * left out.
     *
     * @param device codes that detection chooses among on this device, empty for all
     * @throws EngineException with {@link ErrorCode#BAD_REQUEST}
     */
    static TranscriptionOptions settle(TranscriptionOptions options, ModelFacts model, List<String> device) {
        if (options.task() == Task.TRANSLATE && !model.canTranslate()) {
            throw new EngineException(
                    ErrorCode.BAD_REQUEST,
                    "The model " + model.name()
                            + " cannot translate: it was not trained to. Use transcriptions, or install a"
                            + " multilingual model other than turbo.");
        }
        if (options.wordTimes() && !model.capabilities().wordTimes()) {
            throw new EngineException(
                    ErrorCode.BAD_REQUEST,
                    "The native library " + model.library().variant() + " ("
                            + model.library().version() + ") does not time words.");
        }
        if (options.language().isPresent()) {
            requireKnown("language", options.language().get(), model);
            return options.toBuilder().languages(List.of()).build();
        }
        List<String> allowed = allowed(options.languages(), model, device);
        TranscriptionOptions.Builder settled = options.toBuilder();
        if (allowed.size() == 1) {
            return settled.language(Optional.of(allowed.get(0)))
                    .languages(List.of())
                    .build();
        }
        return settled.languages(model.capabilities().detectedLanguage() ? allowed : List.of())
                .build();
    }

    private static List<String> allowed(List<String> asked, ModelFacts model, List<String> device) {
        if (!asked.isEmpty()) {
            asked.forEach(language -> requireAllowed(language, model, device));
            return asked;
        }
        List<String> known = device.stream()
                .filter(language -> Languages.known(language, model.languages()))
                .toList();
        if (known.isEmpty() && !device.isEmpty()) {
            throw EngineException.badParameter(
                    "language",
                    "The model " + model.name() + " knows none of this device's languages (earshot.languages="
                            + String.join(",", device) + "); name a language that it knows, or correct the setting.");
        }
        return known;
    }

    private static void requireAllowed(String language, ModelFacts model, List<String> device) {
        requireKnown("languages", language, model);
        if (!device.isEmpty() && !device.contains(language)) {
            throw EngineException.badParameter(
                    "languages",
                    "'" + language + "' is not among this device's languages (earshot.languages="
                            + String.join(",", device) + "); choose among them, or name the one 'language' yourself.");
        }
    }

    private static void requireKnown(String parameter, String language, ModelFacts model) {
        if (!Languages.known(language, model.languages())) {
            String knows = model.languages() == 1 ? "; it knows English only." : ".";
            throw EngineException.badParameter(
                    parameter, "The model " + model.name() + " does not know the language '" + language + "'" + knows);
        }
    }
}
