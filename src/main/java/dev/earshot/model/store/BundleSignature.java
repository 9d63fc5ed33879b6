package dev.earshot.model.store;

import com.fasterxml.jackson.databind.JsonNode;
import dev.earshot.model.ModelException;
import dev.earshot.model.ModelException.Problem;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/** Who made a bundle, and whether this machine takes bundles from them. */
final class BundleSignature {
    private BundleSignature() {}

    static byte[] sign(byte[] manifest, PrivateKey key) throws ModelException {
        try {
            Signature signature = Signature.getInstance(BundleKeys.ALGORITHM);
            signature.initSign(key);
            signature.update(manifest);
            return StoreJson.bytes(StoreJson.object()
                    .put("algorithm", BundleKeys.ALGORITHM)
                    .put("signature", Base64.getEncoder().encodeToString(signature.sign())));
        } catch (InvalidKeyException e) {
            throw new ModelException(Problem.REFUSED, "The key is no " + BundleKeys.ALGORITHM + " key.", e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every Java platform from 15 on has " + BundleKeys.ALGORITHM, e);
        }
    }

    /**
     * Finds the trusted key that signed it.
     *
     * @param signature none where the bundle has none
     * @return how the bundle's maker is called, or empty where nobody trusted signed it and that was allowed
     */
    static Optional<String> require(
            byte[] manifest, Optional<byte[]> signature, List<Path> trusted, boolean allowUnsigned)
            throws ModelException {
        String reason;
        if (signature.isEmpty()) {
            reason = "it is not signed";
        } else {
            byte[] bytes = bytes(signature.get());
            for (Path file : trusted) {
                PublicKey key = BundleKeys.publicKey(file);
                if (matches(manifest, bytes, key)) {
                    return Optional.of("key " + BundleKeys.fingerprint(key) + " (" + file + ")");
                }
            }
            reason = trusted.isEmpty()
                    ? "it is signed, but this machine trusts no key (earshot.models.trusted-keys)"
                    : "its signature fits none of the keys that this machine trusts, so somebody else made it or it was"
                            + " changed on its way";
        }
        if (!allowUnsigned) {
            throw new ModelException(
                    Problem.UNTRUSTED,
                    "The bundle was refused: " + reason + ". To take it all the same, say --allow-unsigned.");
        }
        return Optional.empty();
    }

    private static byte[] bytes(byte[] json) {
        try {
            JsonNode node = StoreJson.parse(json);
            return Base64.getDecoder().decode(StoreJson.text(node, "signature"));
        } catch (IOException | IllegalArgumentException e) {
            return new byte[0]; // matches no key
        }
    }

    private static boolean matches(byte[] manifest, byte[] bytes, PublicKey key) {
        try {
            Signature signature = Signature.getInstance(BundleKeys.ALGORITHM);
            signature.initVerify(key);
            signature.update(manifest);
            return signature.verify(bytes);
        } catch (GeneralSecurityException e) {
            return false; // no signature at all
        }
    }
}
