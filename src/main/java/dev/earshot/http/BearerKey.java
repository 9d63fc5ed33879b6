package dev.earshot.http;

import io.vertx.core.http.HttpServerRequest;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;

/** A secret that requests carry as {@code Authorization: Bearer <key>}. */
final class BearerKey {
    private static final String BEARER = "Bearer ";

    private final byte[] secret;

    BearerKey(String secret) {
        this.secret = secret.getBytes(StandardCharsets.UTF_8);
    }

    /** Compares in constant time: the time of a wrong key must not tell how much of it is right. */
    boolean isIn(HttpServerRequest request) {
        String header = request.getHeader("Authorization");
        return header != null
                && header.regionMatches(true, 0, BEARER, 0, BEARER.length())
                && MessageDigest.isEqual(
                        header.substring(BEARER.length()).strip().getBytes(StandardCharsets.UTF_8), secret);
    }
}
