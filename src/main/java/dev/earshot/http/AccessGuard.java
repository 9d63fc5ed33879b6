package dev.earshot.http;

import dev.earshot.engine.EngineException;
import dev.earshot.engine.ErrorCode;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.HostAndPort;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Stands in front of every route. A web page elsewhere can reach a service on the loopback through its visitor's browser;
 * so a foreign {@code Origin} and an unknown {@code Host} are refused, and a key is asked for where one is set.
 */
@Singleton
final class AccessGuard {
    /** Before everything else. */
    private static final int PRIORITY = 1000;

    /** The one route whose clients have a way of their own to send the key. */
    private static final String REALTIME = "/v1/realtime";

    private final OwnNames names;
    private final Set<String> allowedOrigins;
    private final Optional<BearerKey> key;
    private final AdminKey administrator;
    private final HealthSummary health;

    @Inject
    AccessGuard(HttpConfig config, AdminKey administrator, HealthSummary health) {
        this.names = new OwnNames(config.allowedHosts().orElse(List.of()));
        this.allowedOrigins = Set.copyOf(config.allowedOrigins().orElse(List.of()));
        this.key = config.apiKey().map(BearerKey::new);
        this.administrator = administrator;
        this.health = health;
    }

    void register(@Observes Filters filters) {
        filters.register(this::check, PRIORITY);
    }

    private void check(RoutingContext context) {
        HttpServerRequest request = context.request();
        try {
            requireKnownHost(request);
            boolean elsewhere = requireFriendlyOrigin(request);
            if (elsewhere && request.method() == HttpMethod.OPTIONS) {
                context.response().setStatusCode(204).end();
                return;
            }
            if (AdminKey.covers(context.normalizedPath())) {
                administrator.require(request);
                context.next();
            } else if (key.isEmpty() || key.get().isIn(request)) {
                context.next();
            } else if (context.normalizedPath().equals(REALTIME) && key.get().isInSubprotocols(request)) {
                context.next();
            } else if (HealthSummary.covers(context.normalizedPath())) {
                health.answer(context);
            } else if (context.normalizedPath().equals("/health")) {
                context.next();
            } else {
                throw new EngineException(
                        ErrorCode.UNAUTHORIZED,
                        "This service asks for a key: send it as 'Authorization: Bearer <key>' (earshot.http.api-key).");
            }
        } catch (EngineException e) {
            Answers.fail(context, e);
        }
    }

    private void requireKnownHost(HttpServerRequest request) {
        HostAndPort host = request.authority();
        if (host == null) {
            // Browsers always send one; some probes that speak HTTP/1.0 do not.
            if (request.version() == HttpVersion.HTTP_1_0 && request.getHeader("Host") == null) {
                return;
            }
            throw new EngineException(ErrorCode.FORBIDDEN, "The Host header is missing or unreadable.");
        }
        if (!names.include(host.host(), request.localAddress().hostAddress())) {
            throw new EngineException(
                    ErrorCode.FORBIDDEN,
                    "This device is not called by that Host name. Use its address, or add the name to"
                            + " earshot.http.allowed-hosts.");
        }
    }

    /** @return whether the request comes from a page elsewhere that is allowed to */
    private boolean requireFriendlyOrigin(HttpServerRequest request) {
        String origin = request.getHeader("Origin");
        if (origin == null) {
            requireNotEmbedded(request);
            return false;
        }
        if (isOwn(origin, request)) {
            return false;
        }
        if (!allowedOrigins.contains(origin)) {
            throw new EngineException(
                    ErrorCode.FORBIDDEN,
                    "A web page from elsewhere may not call this device. To allow it, add its origin to"
                            + " earshot.http.allowed-origins.");
        }
        request.response()
                .putHeader("Access-Control-Allow-Origin", origin)
                .putHeader("Access-Control-Allow-Headers", "authorization, content-type")
                .putHeader("Access-Control-Allow-Methods", "GET, POST")
                .putHeader("Vary", "Origin");
        return true;
    }

    /** Images and scripts of a foreign page carry no Origin, but browsers of today say where they come from. */
    private static void requireNotEmbedded(HttpServerRequest request) {
        String site = request.getHeader("Sec-Fetch-Site");
        boolean foreign = "cross-site".equals(site) || "same-site".equals(site);
        boolean visit = request.method() == HttpMethod.GET && "navigate".equals(request.getHeader("Sec-Fetch-Mode"));
        if (foreign && !visit) {
            throw new EngineException(ErrorCode.FORBIDDEN, "A web page from elsewhere may not call this device.");
        }
    }

    private static boolean isOwn(String origin, HttpServerRequest request) {
        try {
            URI page = URI.create(origin);
            HostAndPort here = request.authority();
            if (here == null || page.getHost() == null || !request.scheme().equals(page.getScheme())) {
                return false;
            }
            int standard = request.scheme().equals("https") ? 443 : 80;
            int pagePort = page.getPort() < 0 ? standard : page.getPort();
            int herePort = here.port() < 0 ? standard : here.port();
            return page.getHost().equalsIgnoreCase(here.host()) && pagePort == herePort;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}
