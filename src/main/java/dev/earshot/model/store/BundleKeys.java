package dev.earshot.model.store;

import dev.earshot.model.ModelException;
import dev.earshot.model.ModelException.Problem;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.HexFormat;

/** Ed25519 keys in PEM files, as {@code openssl genpkey -algorithm ed25519} writes them, too. */
public final class BundleKeys {
    static final String ALGORITHM = "Ed25519";
    private static final int MOST_BYTES = 4096;

    private BundleKeys() {}

    /**
     * Makes a pair. The private one signs bundles and stays with whoever makes them; the public one, beside it with {@code .pub},
     * goes to the machines.
     *
     * @return how the key is called in messages
     */
    public static String generate(Path privateKey) throws ModelException {
        Path publicKey = Path.of(privateKey + ".pub");
        try {
            KeyPair pair = KeyPairGenerator.getInstance(ALGORITHM).generateKeyPair();
            Files.createFile(
                    privateKey, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            Files.writeString(privateKey, pem("PRIVATE KEY", pair.getPrivate().getEncoded()), StandardOpenOption.WRITE);
            Files.writeString(
                    publicKey,
                    pem("PUBLIC KEY", pair.getPublic().getEncoded()),
                    StandardOpenOption.CREATE_NEW,
                    StandardOpenOption.WRITE);
            return fingerprint(pair.getPublic());
        } catch (FileAlreadyExistsException e) {
            throw new ModelException(
                    Problem.REFUSED,
                    e.getFile() + " exists already, and a key is not overwritten. Choose another name.",
                    e);
        } catch (IOException e) {
            throw new ModelException(
                    Problem.NOT_WRITTEN,
                    "Cannot write the key " + privateKey + ": " + StoreFailure.describe(e) + ".",
                    e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every Java platform from 15 on has " + ALGORITHM, e);
        }
    }

    /** The beginning of its SHA-256: enough to tell keys apart by eye. */
    static String fingerprint(PublicKey key) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(key.getEncoded());
            return HexFormat.of().formatHex(digest, 0, 8);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }

    static PrivateKey privateKey(Path file) throws ModelException {
        try {
            return KeyFactory.getInstance(ALGORITHM).generatePrivate(new PKCS8EncodedKeySpec(der(file, "PRIVATE KEY")));
        } catch (IOException | GeneralSecurityException | IllegalArgumentException e) {
            throw unusable(file, "private", e);
        }
    }

    static PublicKey publicKey(Path file) throws ModelException {
        try {
            return publicKey(der(file, "PUBLIC KEY"));
        } catch (IOException | GeneralSecurityException | IllegalArgumentException e) {
            throw unusable(file, "public", e);
        }
    }

    static PublicKey publicKey(byte[] der) throws GeneralSecurityException {
        return KeyFactory.getInstance(ALGORITHM).generatePublic(new X509EncodedKeySpec(der));
    }

    private static ModelException unusable(Path file, String kind, Exception e) {
        return new ModelException(
                Problem.REFUSED,
                file + " is no " + kind + " " + ALGORITHM + " key in a PEM file, or cannot be read: "
                        + (e instanceof IOException io ? StoreFailure.describe(io) : e.getMessage())
                        + ". earshot models keygen makes a pair.",
                e);
    }

    private static byte[] der(Path file, String kind) throws IOException {
        String text;
        try (InputStream in = Files.newInputStream(file)) {
            text = new String(in.readNBytes(MOST_BYTES), StandardCharsets.US_ASCII);
        }
        String begin = "-----BEGIN " + kind + "-----";
        int from = text.indexOf(begin);
        int to = text.indexOf("-----END " + kind + "-----");
        if (from < 0 || to < from) {
            throw new IOException("it has no line \"" + begin + "\"");
        }
        return Base64.getMimeDecoder().decode(text.substring(from + begin.length(), to));
    }

    private static String pem(String kind, byte[] der) {
        return "-----BEGIN " + kind + "-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der) + "\n-----END " + kind + "-----\n";
    }
}
