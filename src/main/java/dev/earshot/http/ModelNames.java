package dev.earshot.http;

import dev.earshot.engine.EngineException;
import dev.earshot.engine.ErrorCode;
import dev.earshot.engine.ModelLoader.ModelFacts;
import dev.earshot.model.InstalledModels;
import dev.earshot.model.ModelException;
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

    /** Returns if {@code name} means the active model; otherwise says what to do. */
    void requireActive(String name, ModelFacts active) {
        if (meansActive(name) || name.equals(active.name())) {
            return;
        }
        if (isInstalled(name)) {
            throw EngineException.ofParameter(
                    ErrorCode.MODEL_NOT_LOADED,
                    "model",
                    "The model '" + Values.shown(name) + "' is installed but not loaded; '" + active.name()
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
