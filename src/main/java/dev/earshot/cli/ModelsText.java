package dev.earshot.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.earshot.model.store.CatalogueEntry;
import dev.earshot.model.store.Finding;
import dev.earshot.model.store.Installation;
import dev.earshot.model.store.InstalledVersion;
import dev.earshot.model.store.ModelKind;
import dev.earshot.model.store.ModelStore;
import dev.earshot.model.store.StoreReport;
import dev.earshot.model.store.StoredModel;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;

/** What the model commands say to people. */
final class ModelsText {
    private final PrintStream out;

    ModelsText(Console console) {
        this.out = console.out();
    }

    void list(ModelStore store, List<StoredModel> models) {
        if (models.isEmpty()) {
            out.println("No models in " + store.settings().directory()
                    + ". 'earshot models available' lists those that can be pulled.");
            return;
        }
        for (StoredModel model : models) {
            if (model.placedByHand()) {
                row(model.name(), "*", "-", "", "placed by hand: " + model.file());
            }
            for (InstalledVersion version : model.versions()) {
                boolean active = model.active().equals(OptionalInt.of(version.version()));
                boolean previous = model.previous().equals(OptionalInt.of(version.version()));
                row(
                        model.name(),
                        active ? "*" : "",
                        Integer.toString(version.version()),
                        megabytes(version.length()),
                        version.installedAt().toString().substring(0, 10) + "  "
                                + version.sha256().substring(0, 12) + "  " + version.source()
                                + (previous ? "  (rollback leads here)" : ""));
            }
        }
    }

    private void row(String name, String mark, String version, String size, String rest) {
        out.println(String.format(Locale.ROOT, "%-1s %-24s %3s %10s  %s", mark, name, version, size, rest));
    }

    void available(List<CatalogueEntry> entries) {
        String collection = "";
        for (CatalogueEntry entry : entries) {
            if (!entry.collection().equals(collection)) {
                collection = entry.collection();
                out.println(collection + " (licence: " + entry.licence() + ")");
            }
            String size = entry.length().isPresent() ? megabytes(entry.length().getAsLong()) : "unknown";
            String memory =
                    entry.memoryMb().isPresent() ? "about " + entry.memoryMb().getAsInt() + " MB loaded" : "";
            out.println(
                    String.format(Locale.ROOT, "  %-24s %10s  %-12s  %s", entry.name(), size, entry.languages(), memory)
                            .stripTrailing());
        }
    }

    /** @param preferred names of this machine's models, which need not be named in the configuration */
    void installed(Path folder, Installation installation, List<String> preferred) {
        InstalledVersion version = installation.version();
        out.println(version.name() + " version " + version.version()
                + (installation.added() ? " is installed (" : " is there already (") + megabytes(version.length())
                + ") in " + folder + ".");
        if (installation.added()) {
            out.println("  SHA-256 " + version.sha256());
            out.println("  checked against: " + version.verified());
        }
        if (!installation.active()) {
            out.println("  Another version is in use; 'earshot models use " + version.name() + "' changes that.");
        } else if (version.kind() == ModelKind.VOICE_ACTIVITY) {
            out.println(
                    "  To find speech with it: earshot.vad.model=" + folder.resolve("ggml-" + version.name() + ".bin"));
        } else if (preferred.contains(version.name())) {
            out.println(
                    "  It is one of this machine's models: a service takes the best of them that is here and fits at its"
                            + " next start, unless earshot.model or 'earshot models use' has named another.");
        } else {
            out.println("  It is what the service loads with earshot.model=" + version.name()
                    + ", or after 'earshot models use " + version.name() + "'.");
        }
    }

    void findings(List<Finding> findings) {
        for (Finding finding : findings) {
            String version = finding.version().isPresent()
                    ? " version " + finding.version().getAsInt()
                    : ", placed by hand";
            out.println(
                    finding.problem().isPresent()
                            ? "BAD   " + finding.problem().get()
                            : "good  " + finding.name() + version + " (" + finding.comparedWith() + ")");
        }
        if (findings.isEmpty()) {
            out.println("There are no models to verify.");
        }
    }

    void switched(StoredModel model) {
        switched(StoreReport.model(model), "A service takes it at its next start, unless earshot.model names another.");
    }

    /** As the service answers. */
    void switched(JsonNode model) {
        switched(model, model.path("note").asText());
    }

    private void switched(JsonNode model, String note) {
        String name = model.path("name").asText();
        String version =
                model.has("active") ? " version " + model.path("active").asInt() : "";
        out.println(name + version + " is in use now. " + note
                + (model.has("previous")
                        ? " 'earshot models rollback " + name + "' goes back to version "
                                + model.path("previous").asInt() + "."
                        : ""));
    }

    private static String megabytes(long bytes) {
        return String.format(Locale.ROOT, "%.1f MB", bytes / 1e6);
    }
}
