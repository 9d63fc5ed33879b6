package dev.earshot.http;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.util.List;
import java.util.Optional;

/** Who may call. */
@ConfigMapping(prefix = "earshot.http")
public interface HttpConfig {
    /** The key that requests carry as {@code Authorization: Bearer <key>}. None by default, on the loopback only. */
    Optional<String> apiKey();

    /** The key of whoever may install models and put them in use over HTTP. Without it nobody may. */
    Optional<String> adminKey();

    /** Listen beyond the loopback without a key. Anybody who reaches the port may then use the service. */
    @WithDefault("false")
    boolean allowWithoutKey();

    /** Host names besides the device's own under which it may be called, for a reverse proxy, say. */
    Optional<List<String>> allowedHosts();

    /** Web pages that may call from elsewhere, as {@code scheme://host[:port]}. */
    Optional<List<String>> allowedOrigins();
}
