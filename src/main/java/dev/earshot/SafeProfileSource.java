package dev.earshot;

import io.smallrye.config.ConfigSourceContext;
import io.smallrye.config.ConfigSourceFactory;
import io.smallrye.config.PropertiesConfigSource;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.config.spi.ConfigSource;

/** The settings of the safe profile, above everything that anybody has set; without a source where the start is one as usual. */
public final class SafeProfileSource implements ConfigSourceFactory {
    /** System properties have 400. */
    private static final int ORDINAL = 500;

    @Override
    public Iterable<ConfigSource> getConfigSources(ConfigSourceContext context) {
        if (!SafeStart.isServing()) {
            return List.of();
        }
        Path folder = Folders.recovery(
                DeviceProfileSource.path(context, "earshot.recovery.dir"),
                DeviceProfileSource.path(context, "earshot.cache.dir"));
        Path root = DeviceProfileSource.path(context, "earshot.device.root").orElse(Path.of("/"));
        Map<String, String> settings = SafeStart.begin(folder, root);
        return settings.isEmpty() ? List.of() : List.of(new PropertiesConfigSource(settings, "safe profile", ORDINAL));
    }
}
