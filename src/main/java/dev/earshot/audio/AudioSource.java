package dev.earshot.audio;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** The bytes of a recording, in memory or in a file; can be opened more than once. */
public interface AudioSource {
    InputStream open() throws IOException;

    /** Length in bytes. */
    long length() throws IOException;

    /** Bytes in memory; the array is not copied and must not change. */
    static AudioSource of(byte[] bytes) {
        return new AudioSource() {
            @Override
            public InputStream open() {
                return new ByteArrayInputStream(bytes);
            }

            @Override
            public long length() {
                return bytes.length;
            }
        };
    }

    static AudioSource of(Path file) {
        return new AudioSource() {
            @Override
            public InputStream open() throws IOException {
                return Files.newInputStream(file);
            }

            @Override
            public long length() throws IOException {
                return Files.size(file);
            }
        };
    }
}
