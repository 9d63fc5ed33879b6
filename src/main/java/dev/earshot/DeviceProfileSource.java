package dev.earshot;

import dev.earshot.device.DeviceProfile;
import dev.earshot.device.DeviceProfiles;
import dev.earshot.device.MachineFacts;
import dev.earshot.device.ProfileChoice;
import io.smallrye.config.ConfigSourceContext;
import io.smallrye.config.ConfigSourceFactory;
import io.smallrye.config.ConfigValue;
import io.smallrye.config.PropertiesConfigSource;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.config.spi.ConfigSource;

/**
 * The settings of the device profile that fits this machine, or that the user named: above the defaults in the code, below
 * everything that anybody has set.
 */
public final class DeviceProfileSource implements ConfigSourceFactory {
    /** The defaults in the code have the least there is, the application's own file 250. */
    private static final int ORDINAL = 200;

    private final boolean active;

    /** For Quarkus, which finds it as a service. */
    public DeviceProfileSource() {
        this(!isBuild());
    }

    DeviceProfileSource(boolean active) {
        this.active = active;
    }

    /**
     * Quarkus reads the configuration when the application is built, too, and keeps what it finds as defaults: the profile of the
     * machine that builds must not get into the program. Then its deployment is on the class path and what it generates is not yet.
     */
    private static boolean isBuild() {
        ClassLoader loader = DeviceProfileSource.class.getClassLoader();
        return loader.getResource("io/quarkus/deployment/QuarkusAugmentor.class") != null
                && loader.getResource("io/quarkus/runtime/generated/RunTimeConfigCustomizer.class") == null;
    }

    @Override
    public Iterable<ConfigSource> getConfigSources(ConfigSourceContext context) {
        if (!active) {
            return List.of();
        }
        Path root = path(context, "earshot.device.root").orElse(Path.of("/"));
        ProfileChoice choice = choose(
                Parts.machine(root),
                path(context, "earshot.profiles.dir"),
                value(context, "earshot.profile").orElse(ProfileChoice.AUTO));
        return choice.profile()
                .<List<ConfigSource>>map(
                        profile -> List.of(new PropertiesConfigSource(profile.settings(), name(profile), ORDINAL)))
                .orElse(List.of());
    }

    /** @throws RefusedStart where there is no such profile, or one is wrong */
    static ProfileChoice choose(MachineFacts machine, Optional<Path> folder, String wanted) {
        try {
            return ProfileChoice.choose(machine, DeviceProfiles.load(folder), wanted);
        } catch (IllegalArgumentException e) {
            throw new RefusedStart(e.getMessage());
        }
    }

    /** What the configuration calls the source. */
    static String name(DeviceProfile profile) {
        return "device profile " + profile.name();
    }

    private static Optional<String> value(ConfigSourceContext context, String key) {
        ConfigValue value = context.getValue(key);
        return Optional.ofNullable(value)
                .map(ConfigValue::getValue)
                .map(String::strip)
                .filter(text -> !text.isEmpty());
    }

    static Optional<Path> path(ConfigSourceContext context, String key) {
        try {
            return value(context, key).map(Path::of);
        } catch (InvalidPathException e) {
            throw new RefusedStart(key + " cannot be a path: " + e.getReason() + ".");
        }
    }
}
