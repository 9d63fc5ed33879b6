package dev.earshot.http;

import dev.earshot.engine.EngineException;
import dev.earshot.model.store.Delivery;
import io.vertx.core.http.HttpServerRequest;
import java.io.InputStream;
import java.util.Locale;
import java.util.Optional;

/** A model file as the body of a request: how long it is and what its hash is are said before any of it is read. */
final class ModelBody {
    private ModelBody() {}

    /** @throws EngineException where length or hash are not said as they have to be */
    static Delivery of(HttpServerRequest request, String sha256, InputStream body) {
        return new Delivery(body, length(request.getHeader("Content-Length")), Optional.ofNullable(hash(sha256)));
    }

    /** Without it the room on the disk could not be asked for, and a cut connection would look like the end. */
    private static long length(String header) {
        if (header == null || !header.strip().matches("[1-9][0-9]{0,17}")) {
            throw EngineException.badParameter(
                    "Content-Length",
                    "Send the model file as the body, with its length (curl -T model.bin -X POST ... does).");
        }
        return Long.parseLong(header.strip());
    }

    private static String hash(String sha256) {
        if (sha256 == null) {
            return null;
        }
        if (!sha256.matches("[0-9A-Fa-f]{64}")) {
            throw EngineException.badParameter(
                    "sha256", "'" + Values.shown(sha256) + "' is no SHA-256; it has 64 hexadecimal digits.");
        }
        return sha256.toLowerCase(Locale.ROOT);
    }
}
