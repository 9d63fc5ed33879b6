package dev.earshot.model.store;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** A folder, a mounted share or a USB stick. */
final class FolderSource implements Source {
    private final Path folder;

    FolderSource(Path folder) {
        this.folder = folder;
    }

    @Override
    public Optional<String> addressOf(CatalogueEntry entry) {
        return Optional.of(
                folder.resolve(new ModelName(entry.name()).fileName()).toString());
    }

    /** From the beginning: it is near, and may have been exchanged. */
    @Override
    public Download open(String address, long from, Optional<String> tag, Duration stallTimeout) throws IOException {
        Path file = Path.of(address);
        try {
            if (!Files.isRegularFile(file)) {
                throw new IOException("no such file");
            }
            InputStream in = Files.newInputStream(file);
            return new Download(in, 0, Files.size(file), Optional.empty());
        } catch (AccessDeniedException e) {
            throw new IOException("not allowed to read it", e);
        } catch (NoSuchFileException e) {
            throw new IOException("no such file", e);
        }
    }
}
