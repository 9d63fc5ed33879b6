package dev.earshot;

import io.smallrye.config.PropertiesConfigSource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.eclipse.microprofile.config.spi.ConfigSource;
import org.eclipse.microprofile.config.spi.ConfigSourceProvider;

/**
 * The administrator's file. Quarkus' own {@code quarkus.config.locations} would warn at every start of a machine that has
 * none.
 */
public final class SystemConfiguration implements ConfigSourceProvider {
    private static final Path FILE = Path.of("/etc/earshot/application.properties");

    /** Above the defaults in the application (250), below a file in the working directory's config folder (260). */
    private static final int ORDINAL = 255;

    @Override
    public Iterable<ConfigSource> getConfigSources(ClassLoader loader) {
        if (!Files.isReadable(FILE)) {
            return List.of();
        }
        try {
            return List.of(new PropertiesConfigSource(FILE.toUri().toURL(), ORDINAL));
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read " + FILE + ": " + e, e);
        }
    }
}
