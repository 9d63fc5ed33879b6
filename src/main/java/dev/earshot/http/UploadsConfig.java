package dev.earshot.http;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** Where recordings go while they are worked on, and how large they may be. */
@ConfigMapping(prefix = "earshot.uploads")
public interface UploadsConfig {
    /** Folder for recordings too large for memory; by default {@code uploads} in the cache folder. */
    Optional<Path> dir();

    /** Recordings up to this size stay in memory. */
    @WithDefault("8M")
    MemorySize memory();

    /** All recordings in memory, together; what comes beyond goes to disk. */
    @WithDefault("64M")
    MemorySize totalMemory();

    /** Recordings being received or worked on at the same time; each holds a thread once it is received. */
    @WithDefault("32")
    @Min(1)
    @Max(60)
    int concurrent();

    /** The largest request body. */
    @WithDefault("2G")
    MemorySize maxBody();

    /** All recordings being received or worked on, together. */
    @WithDefault("4G")
    MemorySize maxTotal();

    /** Room that is left free on the disk. */
    @WithDefault("128M")
    MemorySize keepFree();

    /** A client that sends nothing for this long is given up. */
    @WithDefault("30s")
    Duration stallTimeout();
}
