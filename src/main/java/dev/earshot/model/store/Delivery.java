package dev.earshot.model.store;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import java.util.Optional;

/**
 * A model file that somebody sends.
 *
 * @param body read once, in the order in which it comes
 * @param length in bytes, as it was announced
 * @param sha256 in lower-case hex, where it was announced
 */
public record Delivery(InputStream body, long length, Optional<String> sha256) {
    public Delivery {
        Objects.requireNonNull(body, "body");
        Objects.requireNonNull(sha256, "sha256");
        if (length < 1) {
            throw new IllegalArgumentException("A model has at least one byte, not " + length + ".");
        }
    }

    /** The sender failed, and not the disk. */
    static final class Broken extends IOException {
        private static final long serialVersionUID = 1L;

        Broken(IOException cause) {
            super(cause);
        }
    }

    /** The body, whose failures are {@link Broken}. */
    InputStream incoming() {
        return new FilterInputStream(body) {
            @Override
            public int read(byte[] buffer, int from, int count) throws IOException {
                try {
                    return in.read(buffer, from, count);
                } catch (IOException e) {
                    throw new Broken(e);
                }
            }
        };
    }
}
