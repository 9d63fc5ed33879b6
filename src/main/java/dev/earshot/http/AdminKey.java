package dev.earshot.http;

import dev.earshot.engine.EngineException;
import dev.earshot.engine.ErrorCode;
import io.vertx.core.http.HttpServerRequest;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Optional;

/** Lets an administrator at the routes that change what is installed and in use; the callers' key does not open them. */
@Singleton
final class AdminKey {
    private static final String ROUTES = "/v1/store";

    private final Optional<BearerKey> key;

    @Inject
    AdminKey(HttpConfig config) {
        this.key = config.adminKey().map(BearerKey::new);
    }

    static boolean covers(String path) {
        return path.equals(ROUTES) || path.startsWith(ROUTES + "/");
    }

    /** @throws EngineException if this is not the administrator */
    void require(HttpServerRequest request) {
        if (key.isEmpty()) {
            throw new EngineException(
                    ErrorCode.FORBIDDEN,
                    "Models cannot be managed over HTTP here: set earshot.http.admin-key to something long and random,"
                            + " and start the service again.");
        }
        if (!key.get().isIn(request)) {
            throw new EngineException(
                    ErrorCode.UNAUTHORIZED,
                    "This route asks for the administrator's key: send it as 'Authorization: Bearer <key>'"
                            + " (earshot.http.admin-key).");
        }
    }
}
