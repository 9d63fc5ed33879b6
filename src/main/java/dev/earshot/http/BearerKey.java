package dev.earshot.http;

import io.vertx.core.http.HttpServerRequest;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;

/** A secret that requests carry as {@code Authorization: Bearer <key>}. */
final class BearerKey {
    private static final String BEARER = "Bearer ";

    /** OpenAI's browser clients say it so, since browsers send no header of a page's with a WebSocket. */
    private static final String SUBPROTOCOL = "openai-insecure-api-key.";

    private final byte[] secret;

    BearerKey(String secret) {
        this.secret = secret.getBytes(StandardCharsets.UTF_8);
    }

    /** Compares in constant time: the time of a wrong key must not tell how much of it is right. */
    boolean isIn(HttpServerRequest request) {
        String header = request.getHeader("Authorization");
        return header != null
                && header.regionMatches(true, 0, BEARER, 0, BEARER.length())
                && is(header.substring(BEARER.length()));
    }

    /** Whether the key is among the sub-protocols that a WebSocket is asked for with. */
    boolean isInSubprotocols(HttpServerRequest request) {
        return request.headers().getAll("Sec-WebSocket-Protocol").stream()
                .flatMap(header -> Arrays.stream(header.split(",")))
                .map(String::strip)
                .anyMatch(offer -> offer.startsWith(SUBPROTOCOL) && is(offer.substring(SUBPROTOCOL.length())));
    }

    private boolean is(String key) {
        return MessageDigest.isEqual(key.strip().getBytes(StandardCharsets.UTF_8), secret);
    }
}
