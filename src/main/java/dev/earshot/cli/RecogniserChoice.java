package dev.earshot.cli;

import dev.earshot.engine.Cancellation;
import dev.earshot.model.DemoModel;
import dev.earshot.model.InstalledModels;
import java.nio.file.Path;
import java.util.Optional;

/** Who recognises: the service if it runs and has the right model, otherwise this process. Says so where it may surprise. */
final class RecogniserChoice {
    private final Workbench workbench;
    private final Progress notes;

    RecogniserChoice(Workbench workbench, Progress notes) {
        this.workbench = workbench;
        this.notes = notes;
    }

    /**
     * @param model that the user named
     * @param local not the service
     * @param telling who it is; one text on a terminal should stand alone
     */
    Recogniser choose(Optional<String> model, boolean local, boolean telling, Cancellation cancellation) {
        Optional<RunningService> service = local ? Optional.empty() : RunningService.find(workbench.service());
        if (service.isPresent() && fits(service.get(), model)) {
            RunningService running = service.get();
            String loaded = running.model().orElseThrow();
            if (telling) {
                notes.say("Asking the service at " + running.address() + ", model " + loaded + ".");
            }
            warn(loaded);
            return new ServiceRecogniser(
                    running.client(),
                    running.address(),
                    workbench.service().key(),
                    workbench.limits().deadline());
        }
        EngineRecogniser engine = EngineRecogniser.start(workbench, model, cancellation);
        if (telling) {
            notes.say("Model " + engine.model() + ".");
        }
        warn(engine.model());
        return engine;
    }

    private boolean fits(RunningService service, Optional<String> wanted) {
        if (service.model().isEmpty()) {
            notes.say(
                    "The service at " + service.address() + " " + service.problem() + "; this process does the work.");
            return false;
        }
        String loaded = service.model().get();
        if (wanted.isPresent() && !InstalledModels.nameOf(Path.of(wanted.get())).equals(loaded)) {
            notes.say("The service at " + service.address() + " has the model " + loaded
                    + " loaded; this process does the work.");
            return false;
        }
        return true;
    }

    private void warn(String model) {
        if (model.equals(DemoModel.NAME)) {
            notes.say(DemoModel.NOTICE);
        }
    }
}
