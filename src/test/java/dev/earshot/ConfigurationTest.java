package dev.earshot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.earshot.cli.CannotRun;
import dev.earshot.engine.EngineEvents;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConfigurationTest {
    /** Tests of the service leave theirs behind. */
    private final OwnSettings settings = new OwnSettings();

    @BeforeEach
    void forgetOthers() {
        settings.takeAway();
    }

    @AfterEach
    void forget() {
        settings.putBack();
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

    @ParameterizedTest
    @CsvSource({
        "earshot.live.sessions, 3",
        "earshot.vosk.enabled, true",
        "earshot.wyoming.enabled, true",
        "earshot.microphone.enabled, true",
        "earshot.uploads.concurrent, 3"
    })
    void shouldReadAFileWithSettingsThatOnlyTheServiceUses(String key, String value) {
        System.setProperty(key, value);

        assertThat(Configuration.read().port()).isEqualTo(8080);
    }

    @Test
    void shouldNameTheSettingWhereABenchmarkCannotComputeSo() {
        System.setProperty("earshot.engine.threads", "-1");

        assertThatThrownBy(() -> new BenchmarkTrials(Configuration.read()))
                .isInstanceOf(RefusedStart.class)
                .hasMessage("A lane computes with 1 to 64 threads, not -1 (earshot.engine.threads).");
    }

    @Test
    void shouldLoadWhatWasPutInUseLastWhereNoModelIsNamed(@TempDir Path folder) throws Exception {
        Files.createDirectories(folder.resolve(".store"));
        Files.writeString(folder.resolve(".store/active.json"), "{\"model\": \"second\"}");
        System.setProperty("earshot.models.dir", folder.toString());
        System.setProperty("earshot.models.interactive", "first");

        EarshotConfig config = Configuration.read().earshot();

        assertThat(Parts.candidates(config)).startsWith("second", "first");
        assertThat(Parts.preferredModels(config)).startsWith("first").doesNotContain("second");
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

    /** Quarkus checks ranges for the service; for commands the parts do. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "earshot.engine.threads | 2000 | A lane computes with 1 to 64 threads, not 2000 (earshot.engine.threads).",
                "earshot.engine.threads | -1 | A lane computes with 1 to 64 threads, not -1 (earshot.engine.threads).",
                "earshot.engine.lanes | 5 | lanes must be at most 4, not 5"
            })
    void shouldRefuseWhatTheServiceWouldRefuse(String key, String value, String message) {
        System.setProperty(key, value);

        assertThatThrownBy(() -> new CommandParts().engine(Optional.empty(), new EngineEvents() {}))
                .isInstanceOf(CannotRun.class)
                .hasMessage(message);
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
