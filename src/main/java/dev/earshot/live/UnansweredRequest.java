package dev.earshot.live;

import io.quarkus.runtime.annotations.RegisterForReflection;
import io.quarkus.vertx.http.runtime.filters.QuarkusRequestWrapper;
import io.vertx.core.http.HttpServerRequest;
import java.lang.reflect.Method;
import org.jboss.logging.Logger;

/**
 * The request that has become a WebSocket. Quarkus waits at its stop for requests that have no answer yet, and takes these for
 * such until {@code quarkus.shutdown.timeout} has passed, even when the WebSocket has gone long ago; what would tell it is not
 * public.
 */
@RegisterForReflection(targets = QuarkusRequestWrapper.class, fields = false)
final class UnansweredRequest {
    private static final Logger LOG = Logger.getLogger(UnansweredRequest.class);

    private final QuarkusRequestWrapper request;

    private UnansweredRequest(QuarkusRequestWrapper request) {
        this.request = request;
    }

    static UnansweredRequest of(HttpServerRequest request) {
        return new UnansweredRequest(QuarkusRequestWrapper.get(request));
    }

    /** Nobody waits for it any more. */
    void over() {
        try {
            Method done = QuarkusRequestWrapper.class.getDeclaredMethod("done");
            done.setAccessible(true);
            done.invoke(request);
        } catch (ReflectiveOperationException e) {
            LOG.warn("Quarkus does not know that a live connection has ended; its stop may take longer", e);
        }
    }
}
