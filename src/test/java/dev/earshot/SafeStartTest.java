package dev.earshot;

import static org.assertj.core.api.Assertions.assertThat;

import dev.earshot.model.DemoModel;
import dev.earshot.model.ModelWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SafeStartTest {
    private final OwnSettings settings = new OwnSettings();

    @TempDir
    private Path models;

    @BeforeEach
    void ownFolder() {
        settings.takeAway();
        System.setProperty("earshot.models.dir", models.toString());
    }

    @AfterEach
    void putBack() {
        settings.putBack();
    }

    private static String model(String... unloadable) {
        return SafeStart.settings(Configuration.read().earshot(), Set.of(unloadable))
                .get("earshot.model");
    }

    @Test
    void shouldTakeTheSmallestSoundModelThatCouldBeLoaded() throws Exception {
        Files.writeString(models.resolve("ggml-damaged.bin"), "nothing");
        Path tiny = models.resolve("ggml-tiny-q8_0.bin");
        Path base = models.resolve("ggml-base-q8_0.bin");
        ModelWriter.writeSized(base, "base", "q8_0");
        ModelWriter.writeSized(tiny, "tiny", "q8_0");

        assertThat(model()).isEqualTo(tiny.toString());
        assertThat(model("tiny-q8_0")).isEqualTo(base.toString());
        assertThat(model("tiny-q8_0", "base-q8_0")).isEqualTo(DemoModel.NAME);
    }

    @Test
    void shouldMakeDoWithTheLeastAndBeUnderstood() {
        SafeStart.settings(Configuration.read().earshot(), Set.of()).forEach(System::setProperty);
        EarshotConfig safe = Configuration.read().earshot();

        assertThat(safe.model()).contains(DemoModel.NAME);
        assertThat(safe.nativeLibraries().oldest()).isTrue();
        assertThat(safe.engine().gpu()).isFalse();
        assertThat(safe.engine().lanes()).isEqualTo(1);
        assertThat(safe.vad().model()).isEmpty();
    }
}
