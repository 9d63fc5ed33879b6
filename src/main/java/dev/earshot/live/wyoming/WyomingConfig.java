package dev.earshot.live.wyoming;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Where Wyoming listens and for whom. The protocol knows no keys. */
@ConfigMapping(prefix = "earshot.wyoming")
public interface WyomingConfig {
    /** Listens at all. */
    @WithDefault("false")
    boolean enabled();

    /** Address that is listened on. */
    @WithDefault("127.0.0.1")
    String host();

    /** TCP port; 0 takes a free one. */
    @WithDefault("10300")
    @Min(0)
    @Max(65535)
    int port();

    /** Listens beyond the loopback, though nobody is asked for a key. */
    @WithDefault("false")
    boolean allowWithoutKey();

    /** Addresses and networks ({@code 192.168.1.0/24}) that may connect besides the device itself; by default all. */
    Optional<List<String>> peers();

    /** Clients at a time. */
    @WithDefault("16")
    @Min(1)
    @Max(1000)
    int connections();

    /** A text that takes longer is given up, and the client is told; Home Assistant itself gives up after 30 s. */
    @WithDefault("28s")
    Duration answerWithin();
}
