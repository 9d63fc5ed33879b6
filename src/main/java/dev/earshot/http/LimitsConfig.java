package dev.earshot.http;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Duration;

/** How much one request may ask for. */
@ConfigMapping(prefix = "earshot.limits")
public interface LimitsConfig {
    /** The longest recording. */
    @WithDefault("4h")
    Duration duration();

    /** Characters of prompt and keywords; Whisper itself uses some 220 tokens of them. */
    @WithDefault("4000")
    @Min(0)
    @Max(10_000)
    int prompt();

    /** The longest that any request may take, waiting included; requests may ask for less. */
    @WithDefault("6h")
    Duration deadline();
}
