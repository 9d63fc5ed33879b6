package dev.earshot.live.vosk;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;

/** The door for vosk-server's clients. Their protocol knows no keys. */
@ConfigMapping(prefix = "earshot.vosk")
public interface VoskConfig {
    /** Listens for clients of vosk-server. */
    @WithDefault("false")
    boolean enabled();

    /** The address that is listened on. */
    @WithDefault("127.0.0.1")
    String host();

    /** vosk-server's own. */
    @WithDefault("2700")
    @Min(1)
    @Max(65_535)
    int port();

    /** Listen beyond the loopback. Anybody who reaches the port may then have speech recognised. */
    @WithDefault("false")
    boolean allowWithoutKey();
}
