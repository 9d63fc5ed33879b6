package dev.earshot.model.store;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** SHA-256 and SHA-1 of the same bytes as they pass; some publish one, some the other. */
final class Digests {
    private static final int BUFFER_BYTES = 64 * 1024;

    private final MessageDigest sha256 = digest("SHA-256");
    private final MessageDigest sha1 = digest("SHA-1");
    private long length;

    private static MessageDigest digest(String algorithm) {
        try {
            return MessageDigest.getInstance(algorithm);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has " + algorithm, e);
        }
    }

    static Digests of(Path file, Progress progress) throws IOException {
        Digests digests = new Digests();
        byte[] buffer = new byte[BUFFER_BYTES];
        long total = Files.size(file);
        try (InputStream in = Files.newInputStream(file)) {
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                digests.update(buffer, n);
                progress.bytes(digests.length, total);
            }
        }
        return digests;
    }

    void update(byte[] buffer, int count) {
        sha256.update(buffer, 0, count);
        sha1.update(buffer, 0, count);
        length += count;
    }

    long length() {
        return length;
    }

    /** Once: the digest is finished by it. */
    Sums finish() {
        return new Sums(length, hex(sha256), hex(sha1));
    }

    private static String hex(MessageDigest digest) {
        return HexFormat.of().formatHex(digest.digest());
    }

    record Sums(long length, String sha256, String sha1) {}
}
