package dev.earshot.model.store;

import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/**
 * Bytes on their way.
 *
 * @param from position in the file of the first byte that comes
 * @param total length of the whole file as the source says, or -1
 * @param tag names this content as long as it does not change, where the source has such a name
 */
record Download(InputStream body, long from, long total, Optional<String> tag) implements AutoCloseable {
    static final long UNKNOWN = -1;

    @Override
    public void close() throws IOException {
        body.close();
    }
}
