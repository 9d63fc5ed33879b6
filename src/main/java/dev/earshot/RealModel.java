package dev.earshot;

import dev.earshot.model.DemoModel;
import dev.earshot.model.InstalledModels;
import dev.earshot.model.ModelDescription;
import dev.earshot.model.ModelException;
import java.util.List;
import java.util.Optional;

/** What to install where the demo model stands in: it answers, and knows the words of its own clips only. */
final class RealModel {
    private RealModel() {}

    /** What to do, naming the model that this machine's profile would take; empty where another model than the demo is used. */
    static Optional<String> remedy(EarshotConfig config, Optional<ModelDescription> model) throws ModelException {
        boolean demo = model.map(it -> it.name().equals(DemoModel.NAME)).orElse(false);
        return demo ? Optional.of(install(config)) : Optional.empty();
    }

    private static String install(EarshotConfig config) throws ModelException {
        List<String> preferred = Parts.preferredModels(config);
        if (preferred.isEmpty()) {
            return "It only knows the words of the demo clips; install a real one: 'earshot models available' lists them,"
                    + " 'earshot models pull NAME' fetches one, and earshot.model=NAME takes it.";
        }
        if (config.model().isPresent()) {
            return "It only knows the words of the demo clips; take earshot.model away, and install a real one where none is:"
                    + " earshot models pull (" + preferred.get(0) + " for this machine).";
        }
        InstalledModels installed = Parts.models(config);
        for (String name : preferred) {
            if (installed.find(name).isEmpty()) {
                boolean first = name.equals(preferred.get(0));
                return "It only knows the words of the demo clips; install a real one: earshot models pull"
                        + (first ? " (" + name + " for this machine)." : " " + name + ".");
            }
        }
        return "It only knows the words of the demo clips; make room for the models that are installed, or mend what is said of"
                + " them here.";
    }
}
