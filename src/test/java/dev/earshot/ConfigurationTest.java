package dev.earshot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ConfigurationTest {
    private static final List<String> KEYS =
            List.of("earshot.model", "earshot.ffmpeg.stall-timeout", "earshot.nonsense", "earshot.engine.threads");

    @AfterEach
    void forget() {
        KEYS.forEach(System::clearProperty);
    }

    @Test
    void shouldReadWhatTheServiceWouldRead() {
        System.setProperty("earshot.model", "base-q8_0");
        System.setProperty("earshot.ffmpeg.stall-timeout", "7s");

        Configuration configuration = Configuration.read();

        assertThat(configuration.earshot().model()).contains("base-q8_0");
        assertThat(configuration.earshot().ffmpeg().stallTimeout()).isEqualTo(Duration.ofSeconds(7));
        assertThat(configuration.limits().duration()).isEqualTo(Duration.ofHours(4));
        assertThat(configuration.host()).as("from the application's own file").isEqualTo("127.0.0.1");
        assertThat(configuration.port()).isEqualTo(8080);
    }

    @Test
    void shouldRefuseAnUnknownKeyAsTheServiceDoes() {
        System.setProperty("earshot.nonsense", "1");

        assertThatThrownBy(Configuration::read)
                .isInstanceOf(RefusedStart.class)
                .hasMessageContaining("earshot.nonsense");
    }

    @Test
    void shouldSayWhichValueCannotBeRead() {
        System.setProperty("earshot.engine.threads", "many");

        assertThatThrownBy(Configuration::read)
                .isInstanceOf(RefusedStart.class)
                .hasMessageContaining("earshot.engine.threads")
                .hasMessageContaining("many");
    }

    @Test
    void shouldTakeSettingsFromAnywhereOnTheCommandLine() {
        List<String> words = SystemProperties.take(
                "transcribe", "-Dearshot.model=a=b", "x.wav", "-Dearshot.nonsense", "-D", "--", "-Dearshot.model=c");

        assertThat(words).containsExactly("transcribe", "x.wav", "-D", "--", "-Dearshot.model=c");
        assertThat(System.getProperty("earshot.model")).isEqualTo("a=b");
        assertThat(System.getProperty("earshot.nonsense")).isEmpty();
    }
}
