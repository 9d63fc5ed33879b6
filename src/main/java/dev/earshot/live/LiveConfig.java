package dev.earshot.live;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Duration;

/** How much live sessions may take, of all protocols together. */
@ConfigMapping(prefix = "earshot.live")
public interface LiveConfig {
    /** Live sessions at a time. */
    @WithDefault("8")
    @Min(1)
    @Max(256)
    int sessions();

    /** Audio that one session may hold unread; then its client is made to wait. At least 60 s. */
    @WithDefault("2m")
    Duration held();

    /** Text of what is being said is read anew no more often than this; a slow board does so less often by itself. */
    @WithDefault("300ms")
    Duration partialInterval();

    /** A session without audio ends after this. */
    @WithDefault("10m")
    Duration idle();

    /** The longest session. */
    @WithDefault("24h")
    Duration total();

    /** The largest message over a WebSocket. */
    @WithDefault("2M")
    MemorySize maxMessage();
}
