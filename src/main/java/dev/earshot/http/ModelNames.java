package dev.earshot.http;

import dev.earshot.engine.EngineException;
import dev.earshot.engine.ErrorCode;
import dev.earshot.engine.ModelLoader.ModelFacts;
import dev.earshot.model.InstalledModels;
import dev.earshot.model.ModelException;
import java.util.List;
import java.util.Set;

/** What a model's name in a request means. */
final class ModelNames {
    /** OpenAI's names for "the one that transcribes". */
    private static final Set<String> ACTIVE = Set.of(
            "",
            "whisper-1",
            "gpt-transcribe",
            "gpt-4o-transcribe",
            "gpt-4o-mini-transcribe",
            "gpt-4o-transcribe-diarize");

    private final InstalledModels installed;

    ModelNames(InstalledModels installed) {
        this.installed = installed;
    }

    static boolean meansActive(String name) {
        return ACTIVE.contains(name);
    }

    /** Returns if {@code name} means whatever is loaded, or one of these; otherwise says what to do. */
    void requireLoaded(String name, List<ModelFacts> loaded) {
        if (meansActive(name) || loaded.stream().map(ModelFacts::name).anyMatch(name::equals)) {
            return;
        }
        String active = loaded.get(0).name();
        if (isInstalled(name)) {
            throw EngineException.ofParameter(
                    ErrorCode.MODEL_NOT_LOADED,
                    "model",
                    "The model '" + Values.shown(name) + "' is installed but not loaded; '" + active
                            + "' is. Put it in use ('earshot models use " + Values.shown(name)
                            + "', or POST /v1/store/models/" + Values.shown(name)
                            + "/use), or leave 'model' out.");
        }
        throw EngineException.ofParameter(
                ErrorCode.UNKNOWN_MODEL,
                "model",
                "There is no model '" + Values.shown(name) + "'. GET /v1/models lists those there are.");
    }

    private boolean isInstalled(String name) {
        try {
            return installed.find(name).isPresent();
        } catch (ModelException e) {
            return false;
        }
    }
}
