package dev.earshot.model.store;

import dev.earshot.model.ModelException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.OptionalLong;

/**
 * Writes what arrives, and no more of it than was announced. Failures of the source are {@link Broken}; an {@link IOException}
 * is the disk's.
 */
final class Transfer {
    private static final int BUFFER_BYTES = 64 * 1024;
    private static final byte[] MAGIC = {0x6c, 0x6d, 0x67, 0x67};

    private final StoreSettings settings;
    private final Progress progress;

    Transfer(StoreSettings settings, Progress progress) {
        this.settings = settings;
        this.progress = progress;
    }

    /** The source failed, in words that follow its address. */
    static final class Broken extends Exception {
        private static final long serialVersionUID = 1L;

        /** What has arrived is right as far as can be told, and the rest may come later. */
        private final boolean canGoOn;

        Broken(String message, boolean canGoOn, Throwable cause) {
            super(message, cause);
            this.canGoOn = canGoOn;
        }

        boolean canGoOn() {
            return canGoOn;
        }
    }

    /** Continues the file, or writes it anew where the source starts at 0; forced to disk at the end. */
    Digests.Sums run(CatalogueEntry entry, Download download, Path file) throws IOException, Broken, ModelException {
        long expected = expectedLength(entry.length(), download.total());
        long limit = expected >= 0 ? expected : settings.maxBytes();
        StoreFailure.requireRoom(settings.directory(), Math.max(0, expected - download.from()), settings.keepFree());
        Digests digests = download.from() > 0 ? Digests.of(file, Progress.NONE) : new Digests();
        if (digests.length() != download.from()) {
            throw new Broken("the part that is here changed meanwhile", false, null);
        }
        try (FileChannel out = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            out.truncate(download.from());
            out.position(download.from());
            try (StallWatch watch = new StallWatch(download.body(), settings.stallTimeout())) {
                copy(download.body(), out, digests, limit, expected, watch);
            } finally {
                out.force(true);
            }
        }
        if (expected >= 0 && digests.length() < expected) {
            throw new Broken("it ended after " + digests.length() + " of " + expected + " bytes", true, null);
        }
        return digests.finish();
    }

    private long expectedLength(OptionalLong published, long announced) throws Broken {
        if (published.isPresent() && announced >= 0 && announced != published.getAsLong()) {
            throw new Broken(
                    "it has " + announced + " bytes, but the published file has " + published.getAsLong(), false, null);
        }
        long expected = published.orElse(announced);
        if (expected > settings.maxBytes()) {
            throw new Broken(
                    "it has " + expected + " bytes, more than the " + settings.maxBytes()
                            + " that are allowed (earshot.models.max-size)",
                    false,
                    null);
        }
        return expected;
    }

    private void copy(InputStream in, FileChannel out, Digests digests, long limit, long expected, StallWatch watch)
            throws IOException, Broken {
        byte[] buffer = new byte[BUFFER_BYTES];
        progress.bytes(digests.length(), expected);
        for (int n = read(in, buffer, watch); n >= 0; n = read(in, buffer, watch)) {
            watch.progress();
            if (digests.length() == 0) {
                requireMagic(buffer, n);
            }
            if (digests.length() + n > limit) {
                throw new Broken("it sends more than " + limit + " bytes", false, null);
            }
            digests.update(buffer, n);
            for (ByteBuffer bytes = ByteBuffer.wrap(buffer, 0, n); bytes.hasRemaining(); ) {
                out.write(bytes);
            }
            progress.bytes(digests.length(), expected);
        }
    }

    private int read(InputStream in, byte[] buffer, StallWatch watch) throws Broken {
        try {
            int n = in.read(buffer);
            if (n < 0 && watch.stalled()) {
                throw new IOException("stalled");
            }
            return n;
        } catch (IOException e) {
            throw new Broken(
                    watch.stalled()
                            ? "it sent nothing for " + settings.stallTimeout().toMillis() / 1000.0 + " s"
                            : "the connection broke (" + StoreFailure.describe(e) + ")",
                    true,
                    e);
        }
    }

    /** Something else is told from a model by its first bytes, before the rest of it is fetched. */
    private static void requireMagic(byte[] buffer, int count) throws Broken {
        for (int i = 0; i < Math.min(count, MAGIC.length); i++) {
            if (buffer[i] != MAGIC[i]) {
                throw new Broken(
                        buffer[0] == '<'
                                ? "it sent a web page instead of a model; perhaps a proxy or a sign-in page answered"
                                : "it sent something else than a model in whisper.cpp's format",
                        false,
                        null);
            }
        }
    }
}
