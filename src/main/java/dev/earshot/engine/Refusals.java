package dev.earshot.engine;

import dev.earshot.engine.ModelLoader.ModelFacts;
import java.time.Duration;

/** Why another model is not put in use, in words. */
final class Refusals {
    static final String CHANGING = "Another model is being put in use right now. Try again when that is done.";
    static final String STILL_AT_WORK =
            "The model before is still at work on its last recordings. Try again when they are done.";
    static final String BATCH_LOADING = "The model for long recordings is being loaded; try again in a moment.";

    private Refusals() {}

    static EngineException refused(String why) {
        return new EngineException(ErrorCode.NOT_READY, why);
    }

    static EngineException noRoomForThird(Duration patience) {
        return refused(
                "There is no room for a third model, and the recordings that the model for long ones hears did not end"
                        + " within " + patience.toSeconds()
                        + " s (earshot.engine.switch-patience). Try again when it has less to do.");
    }

    static EngineException noRoomForTwo(Duration patience, ModelFacts serving) {
        return refused("There is no room for two models, and recordings under way did not end within "
                + patience.toSeconds() + " s (earshot.engine.switch-patience). " + serving.name()
                + " goes on serving; try again when it has less to do.");
    }

    static EngineException notTaken(EngineStatus outcome, ModelFacts serving) {
        return new EngineException(
                ErrorCode.MODEL_NOT_LOADED,
                "The model was not put in use: " + reason(outcome)
                        + (serving == null ? "" : " " + serving.name() + " goes on serving."));
    }

    static String reason(EngineStatus outcome) {
        return outcome instanceof EngineStatus.Failed failed ? failed.reason() : "the service is shutting down.";
    }
}
