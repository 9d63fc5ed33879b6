package dev.earshot;

import static io.smallrye.config.ConfigMappings.ConfigClass.configClass;
import static org.assertj.core.api.Assertions.assertThat;

import dev.earshot.http.HttpConfig;
import dev.earshot.http.LimitsConfig;
import dev.earshot.http.UploadsConfig;
import dev.earshot.live.LiveConfig;
import dev.earshot.live.microphone.MicrophoneConfig;
import dev.earshot.live.vosk.VoskConfig;
import dev.earshot.live.wyoming.WyomingConfig;
import io.smallrye.config.ConfigMappings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The reference names every setting and meter that there is, and none that there is not. */
class ReferenceTest {
    private static final Pattern KEY = Pattern.compile("`(earshot\\.[a-z.-]+[a-z])`");
    private static final Pattern METER = Pattern.compile("= \"(earshot\\.[a-z.]+)\"");

    private static String reference() throws IOException {
        return Files.readString(Path.of("docs/reference.md"));
    }

    private static Set<String> found(Pattern pattern, String text) {
        Set<String> names = new TreeSet<>();
        for (Matcher matcher = pattern.matcher(text); matcher.find(); ) {
            names.add(matcher.group(1));
        }
        return names;
    }

    @Test
    void shouldNameExactlyTheSettingsThatThereAre() throws IOException {
        Set<String> real = new TreeSet<>();
        Stream.of(
                        EarshotConfig.class,
                        HttpConfig.class,
                        LimitsConfig.class,
                        LiveConfig.class,
                        MicrophoneConfig.class,
                        UploadsConfig.class,
                        VoskConfig.class,
                        WyomingConfig.class)
                .map(mapping -> ConfigMappings.getProperties(configClass(mapping)))
                .forEach(properties -> real.addAll(properties.keySet()));
        // Lists are known under their elements' name, too.
        real.removeIf(key -> key.contains("["));

        assertThat(found(KEY, reference())).containsExactlyElementsOf(real);
    }

    @Test
    void shouldNameTheMeters() throws IOException {
        String reference = reference();
        String names = Files.readString(Path.of("src/main/java/dev/earshot/ops/MeterNames.java"));

        assertThat(found(METER, names))
                .isNotEmpty()
                .allSatisfy(meter -> assertThat(reference).contains(meter.replace('.', '_')));
    }
}
