package dev.earshot.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.earshot.model.ModelException;
import dev.earshot.model.store.BundleKeys;
import dev.earshot.model.store.CatalogueEntry;
import dev.earshot.model.store.Check;
import dev.earshot.model.store.Finding;
import dev.earshot.model.store.Installation;
import dev.earshot.model.store.ModelStore;
import dev.earshot.model.store.StoreReport;
import dev.earshot.model.store.StoredModel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The models of this machine: what there is, what there could be, and how it gets here. */
@Command(name = "models", description = "List, fetch, check and switch models.")
final class Models implements Callable<Integer> {
    private final Workbench workbench;
    private final Console console;
    private final ModelsText text;

    @Mixin
    private HelpOption help;

    Models(Workbench workbench, Console console) {
        this.workbench = workbench;
        this.console = console;
        this.text = new ModelsText(console);
    }

    @Override
    public Integer call() {
        throw new WrongUse("Say what to do with models: list, available, pull, import, verify, use, rollback, quantize,"
                + " remove, bundle or keygen.");
    }

    @Command(name = "list", description = "The models in the models folder, and their versions; * is the one in use.")
    Integer list(@Mixin HelpOption help, @Mixin JsonOption json) {
        ModelStore store = workbench.store();
        List<StoredModel> models = done(store::list);
        answer(json, () -> StoreReport.models(store, models), () -> text.list(store, models));
        return ExitStatus.GOOD;
    }

    @Command(name = "available", description = "The models that can be pulled, with size and languages.")
    Integer available(@Mixin HelpOption help, @Mixin JsonOption json) {
        List<CatalogueEntry> entries = workbench.store().catalogue().entries();
        answer(
                json,
                () -> array("models", entries.stream().map(StoreReport::entry).toList()),
                () -> text.available(entries));
        return ExitStatus.GOOD;
    }

    @Command(
            name = "pull",
            description =
                    "Fetch models from where they are published, or from earshot.models.sources; without a name the one"
                            + " that is best for this machine. A first version is in use at once, a later one after"
                            + " 'models use'.")
    Integer pull(
            @Mixin HelpOption help,
            @Mixin JsonOption json,
            @Parameters(arity = "0..*", paramLabel = "NAME", description = "As 'models available' has them.")
                    List<String> names) {
        ModelStore store = workbench.store();
        List<String> wanted = names == null ? List.of(bestForThisMachine()) : names;
        return each(wanted, json, (name, progress) -> List.of(store.pull(name, progress)));
    }

    private String bestForThisMachine() {
        String best = workbench.preferredModels().stream()
                .findFirst()
                .orElseThrow(() -> new WrongUse("Say which model; no device profile names one for this machine."
                        + " 'earshot models available' lists those there are."));
        console.err().println(best + " is the one for this machine ('earshot doctor' says why).");
        return best;
    }

    @Command(name = "import", description = "Install model files and bundles that are here already.")
    Integer importFiles(
            @Mixin HelpOption help,
            @Mixin JsonOption json,
            @Option(names = "--name", paramLabel = "NAME", description = "Instead of the name that the file has.")
                    Optional<String> name,
            @Option(
                            names = "--allow-unsigned",
                            description =
                                    "Take a bundle that nobody signed, or somebody whose key is not trusted here.")
                    boolean allowUnsigned,
            @Parameters(arity = "1..*", paramLabel = "FILE", description = "Model files (ggml-*.bin) and bundles.")
                    List<String> files) {
        if (name.isPresent() && files.size() > 1) {
            throw new WrongUse("--name is for one file.");
        }
        ModelStore store = workbench.store();
        return each(
                files,
                json,
                (file, progress) -> store.isBundle(Path.of(file))
                        ? store.importBundle(Path.of(file), allowUnsigned, progress)
                        : List.of(store.importFile(Path.of(file), name, progress)));
    }

    @Command(
            name = "verify",
            description = "Read models whole, and compare them with what they were and what is published.")
    Integer verify(
            @Mixin HelpOption help,
            @Mixin JsonOption json,
            @Parameters(arity = "0..1", paramLabel = "NAME", description = "One model instead of all.")
                    Optional<String> name) {
        ModelStore store = workbench.store();
        List<Finding> findings = shown(progress -> store.verify(name, progress));
        answer(
                json,
                () -> array(
                        "findings", findings.stream().map(StoreReport::finding).toList()),
                () -> text.findings(findings));
        return findings.stream().allMatch(f -> f.problem().isEmpty()) ? ExitStatus.GOOD : ExitStatus.WARNINGS;
    }

    @Command(
            name = "use",
            description = "Put a version in use, after reading all of it: in a running service at once, if"
                    + " earshot.http.admin-key is set, otherwise at its next start.")
    Integer use(
            @Mixin HelpOption help,
            @Mixin JsonOption json,
            @Option(names = "--version", paramLabel = "N", description = "Which; the newest by default.")
                    Optional<Integer> version,
            @Parameters(paramLabel = "NAME", description = "A model.") String name) {
        Optional<ServiceModels> service = ServiceModels.find(workbench.service());
        if (service.isPresent()) {
            return told(json, service.get().use(name, version));
        }
        ModelStore store = workbench.store();
        return switched(json, shown(progress -> store.use(name, number(version), Check.NONE, progress)));
    }

    @Command(name = "rollback", description = "Put the version in use again that was before.")
    Integer rollback(
            @Mixin HelpOption help,
            @Mixin JsonOption json,
            @Parameters(paramLabel = "NAME", description = "A model.") String name) {
        Optional<ServiceModels> service = ServiceModels.find(workbench.service());
        if (service.isPresent()) {
            return told(json, service.get().rollback(name));
        }
        ModelStore store = workbench.store();
        return switched(json, shown(progress -> store.rollback(name, Check.NONE, progress)));
    }

    private Integer told(JsonOption json, ObjectNode byTheService) {
        answer(json, () -> byTheService, () -> text.switched(byTheService));
        return ExitStatus.GOOD;
    }

    private Integer switched(JsonOption json, StoredModel model) {
        answer(json, () -> StoreReport.model(model), () -> text.switched(model));
        return ExitStatus.GOOD;
    }

    @Command(name = "quantize", description = "Make a smaller model of an f16 one, with whisper.cpp's own tool.")
    Integer quantize(
            @Mixin HelpOption help,
            @Mixin JsonOption json,
            @Option(names = "--name", paramLabel = "NEW", description = "Instead of NAME-TYPE.") Optional<String> as,
            @Parameters(index = "0", paramLabel = "NAME", description = "An f16 model.") String name,
            @Parameters(index = "1", paramLabel = "TYPE", description = "q8_0, q5_1, q5_0 and so on.") String type) {
        ModelStore store = workbench.store();
        Path tool = workbench.quantizer();
        return each(List.of(name), json, (one, progress) -> List.of(store.quantize(one, type, as, tool, progress)));
    }

    @Command(name = "remove", description = "Remove a model with all its versions, or one version that is not in use.")
    Integer remove(
            @Mixin HelpOption help,
            @Option(names = "--version", paramLabel = "N", description = "This version alone.")
                    Optional<Integer> version,
            @Parameters(paramLabel = "NAME", description = "A model.") String name) {
        done(() -> {
            workbench.store().remove(name, number(version));
            return null;
        });
        console.err().println(name + version.map(number -> " version " + number).orElse("") + " is removed.");
        return ExitStatus.GOOD;
    }

    @Command(name = "bundle", description = "Write models into one file for machines without a network.")
    Integer bundle(
            @Mixin HelpOption help,
            @Option(
                            names = {"-o", "--out"},
                            required = true,
                            paramLabel = "FILE",
                            description = "The bundle; must not exist.")
                    Path out,
            @Option(names = "--key", paramLabel = "FILE", description = "Private key that signs it ('models keygen').")
                    Optional<Path> key,
            @Parameters(arity = "1..*", paramLabel = "NAME", description = "Models; their versions in use are taken.")
                    List<String> names) {
        shown(progress -> {
            workbench.store().bundle(names, out, key, progress);
            return null;
        });
        console.err().println(out + (key.isPresent() ? " is written and signed." : " is written; it is not signed."));
        return ExitStatus.GOOD;
    }

    @Command(
            name = "keygen",
            description = "Make a pair of keys: one signs bundles, machines that have the other take them.")
    Integer keygen(
            @Mixin HelpOption help,
            @Parameters(paramLabel = "FILE", description = "For the private key; the public one is FILE.pub.")
                    Path file) {
        String fingerprint = done(() -> BundleKeys.generate(file));
        console.err()
                .println("Key " + fingerprint + ": " + file + " signs bundles and stays secret; copy " + file
                        + ".pub to the machines and name it there in earshot.models.trusted-keys.");
        return ExitStatus.GOOD;
    }

    private static OptionalInt number(Optional<Integer> version) {
        return version.isPresent() ? OptionalInt.of(version.get()) : OptionalInt.empty();
    }

    private interface Work<T> {
        T run() throws ModelException;
    }

    private interface ShownWork<T> {
        T run(dev.earshot.model.store.Progress progress) throws ModelException;
    }

    private interface Install {
        List<Installation> run(String what, dev.earshot.model.store.Progress progress) throws ModelException;
    }

    private static <T> T done(Work<T> work) {
        try {
            return work.run();
        } catch (ModelException e) {
            throw new CannotRun(e.getMessage());
        }
    }

    private <T> T shown(ShownWork<T> work) {
        try (Progress bar = new Progress(console)) {
            return done(() -> work.run(new StoreProgress(bar)));
        }
    }

    /** One that fails does not stop the others; all failing is no success at all. */
    private Integer each(List<String> names, JsonOption json, Install install) {
        Path folder = workbench.store().settings().directory();
        List<String> preferred = workbench.preferredModels();
        List<Installation> installed = new ArrayList<>();
        int failed = 0;
        for (String name : names) {
            try {
                installed.addAll(shown(progress -> install.run(name, progress)));
            } catch (CannotRun e) {
                console.err().println(e.getMessage());
                failed++;
            }
        }
        answer(
                json,
                () -> array(
                        "installed",
                        installed.stream().map(StoreReport::installation).toList()),
                () -> installed.forEach(one -> text.installed(folder, one, preferred)));
        return failed == 0 ? ExitStatus.GOOD : failed == names.size() ? ExitStatus.CANNOT_RUN : ExitStatus.WARNINGS;
    }

    private static ObjectNode array(String field, List<ObjectNode> values) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        ArrayNode array = json.putArray(field);
        values.forEach(array::add);
        return json;
    }

    private void answer(JsonOption json, Supplier<ObjectNode> tree, Runnable words) {
        if (json.isAsked()) {
            console.json(tree.get());
        } else {
            words.run();
        }
    }
}
