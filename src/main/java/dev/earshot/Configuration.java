package dev.earshot;

import dev.earshot.http.HttpConfig;
import dev.earshot.http.LimitsConfig;
import dev.earshot.http.UploadsConfig;
import dev.earshot.live.LiveConfig;
import dev.earshot.live.microphone.MicrophoneConfig;
import dev.earshot.live.vosk.VoskConfig;
import dev.earshot.live.wyoming.WyomingConfig;
import io.quarkus.runtime.configuration.DurationConverter;
import io.quarkus.runtime.configuration.MemorySize;
import io.quarkus.runtime.configuration.MemorySizeConverter;
import io.quarkus.runtime.configuration.PathConverter;
import io.quarkus.runtime.configuration.QuarkusConfigBuilderCustomizer;
import io.smallrye.config.ConfigValidationException;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The settings as the service would read them, for commands, which do not start Quarkus: the same sources in the same order.
 * What is not checked here is the range of a number; the parts refuse what they cannot do.
 *
 * @param host where the service listens
 * @param port where the service listens
 * @param values all of it, with where each comes from
 */
record Configuration(
        EarshotConfig earshot, LimitsConfig limits, HttpConfig http, String host, int port, SmallRyeConfig values) {
    /** Quarkus' own converters have this one. */
    private static final int PRIORITY = 200;

    private static final int MOST_PORT = 65_535;

    /** @throws RefusedStart where a setting cannot be understood */
    static Configuration read() {
        try {
            SmallRyeConfig config = builder().build();
            return new Configuration(
                    config.getConfigMapping(EarshotConfig.class),
                    config.getConfigMapping(LimitsConfig.class),
                    config.getConfigMapping(HttpConfig.class),
                    config.getValue("quarkus.http.host", String.class),
                    port(config.getValue("quarkus.http.port", Integer.class)),
                    config);
        } catch (ConfigValidationException e) {
            throw new RefusedStart(IntStream.range(0, e.getProblemCount())
                    .mapToObj(i -> e.getProblem(i).getMessage())
                    .collect(Collectors.joining("\n", "The configuration cannot be used:\n", "")));
        } catch (IllegalArgumentException e) {
            throw new RefusedStart("The configuration cannot be used:\n" + e.getMessage());
        }
    }

    private static int port(int port) {
        if (port < 0 || port > MOST_PORT) {
            throw new IllegalArgumentException("quarkus.http.port is " + port + ", expected 0 to " + MOST_PORT + ".");
        }
        return port;
    }

    private static SmallRyeConfigBuilder builder() {
        return new SmallRyeConfigBuilder()
                .withCustomizers(new QuarkusConfigBuilderCustomizer())
                .addDefaultInterceptors()
                .addDefaultSources()
                .withSources(new SystemConfiguration())
                .withSources(new DeviceProfileSource(true))
                // Named, since a native executable finds none by itself.
                .withConverter(Duration.class, PRIORITY, new DurationConverter())
                .withConverter(MemorySize.class, PRIORITY, new MemorySizeConverter())
                .withConverter(Path.class, PRIORITY, new PathConverter())
                .withMapping(EarshotConfig.class)
                .withMapping(HttpConfig.class)
                .withMapping(LimitsConfig.class)
                .withMapping(UploadsConfig.class)
                // Nothing here asks for these, but they may stand in the same file.
                .withMapping(LiveConfig.class)
                .withMapping(MicrophoneConfig.class)
                .withMapping(VoskConfig.class)
                .withMapping(WyomingConfig.class);
    }
}
