package dev.earshot.model.store;

import dev.earshot.model.ModelException;
import dev.earshot.model.ModelException.Problem;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Brings a published model from the first source that has it right. A cut connection is taken up again where it was, as long as
 * each attempt brings something; a source whose file is not the published one is left, and the next one asked.
 */
final class Pull {
    private static final int MOST_ATTEMPTS = 5;

    private final StoreSettings settings;
    private final Partial partial;
    private final Progress progress;
    private final List<String> failures = new ArrayList<>();

    Pull(StoreSettings settings, StoreFolder folder, CatalogueEntry entry, Progress progress) {
        this.settings = settings;
        this.partial = new Partial(folder.incoming(new ModelName(entry.name())));
        this.progress = progress;
    }

    record Fetched(Digests.Sums sums, String address) {}

    /** The file is then {@code partial.file()}, whole and with the published checksum where there is one. */
    Fetched run(CatalogueEntry entry) throws IOException, ModelException {
        for (String setting : settings.sources()) {
            Source source = Source.of(setting);
            Optional<String> address = source.addressOf(entry);
            if (address.isEmpty()) {
                failures.add(setting + ": it has no place for models without a repository");
                continue;
            }
            Optional<Digests.Sums> sums = fetch(entry, source, address.get());
            if (sums.isPresent()) {
                return new Fetched(sums.get(), address.get());
            }
        }
        throw new ModelException(
                Problem.NOT_FETCHED,
                "Could not fetch " + entry.name() + ". " + String.join(". ", failures) + "."
                        + (failures.isEmpty() ? " earshot.models.sources names no source." : ""));
    }

    Partial partial() {
        return partial;
    }

    private Optional<Digests.Sums> fetch(CatalogueEntry entry, Source source, String address)
            throws IOException, ModelException {
        for (int attempt = 1; ; attempt++) {
            long before = partial.usableBytes(entry);
            progress.begins((before > 0 ? "fetching the rest of " : "fetching ") + entry.name() + " from " + address);
            String failure;
            boolean again;
            try {
                Digests.Sums sums = once(entry, source, address, before);
                Optional<String> wrong = Installer.difference(entry, sums);
                if (wrong.isEmpty()) {
                    return Optional.of(sums);
                }
                partial.discard();
                failure = wrong.get();
                again = before > 0; // the pieces may be of two files
            } catch (HttpSource.UnsatisfiableRange e) {
                partial.discard();
                failure = e.getMessage();
                again = before > 0;
            } catch (Transfer.Broken e) {
                if (!e.canGoOn()) {
                    partial.discard();
                }
                failure = e.getMessage();
                again = e.canGoOn() && partial.usableBytes(entry) > before;
            } catch (SourceFailure e) {
                failure = e.getMessage();
                again = false;
            } catch (IOException e) {
                partial.discard(); // a full disk stays full with it
                throw e;
            }
            if (!again || attempt == MOST_ATTEMPTS) {
                failures.add(address + ": " + failure);
                return Optional.empty();
            }
        }
    }

    private Digests.Sums once(CatalogueEntry entry, Source source, String address, long from)
            throws IOException, Transfer.Broken, SourceFailure, ModelException {
        Optional<String> tag = from > 0 ? partial.tag(address) : Optional.empty();
        Download download;
        try {
            download = source.open(address, from, tag, settings.stallTimeout());
        } catch (HttpSource.UnsatisfiableRange e) {
            throw e;
        } catch (IOException | IllegalArgumentException e) {
            throw new SourceFailure(e instanceof IOException io ? StoreFailure.describe(io) : "it is no address", e);
        }
        try (download) {
            partial.begin(entry, address, download.tag());
            return new Transfer(settings, progress).run(entry, download, partial.file());
        }
    }

    /** The source did not even begin. */
    private static final class SourceFailure extends Exception {
        private static final long serialVersionUID = 1L;

        SourceFailure(String message, Throwable cause) {
            super(message, cause);
        }
    }
}
