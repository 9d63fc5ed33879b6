package dev.earshot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.earshot.model.DemoModel;
import dev.earshot.model.InstalledModels;
import dev.earshot.model.ModelFile;
import dev.earshot.model.ModelWriter;
import dev.earshot.planning.Computing;
import dev.earshot.planning.MemoryPlan;
import dev.earshot.planning.MemoryPrediction;
import dev.earshot.planning.MemoryRoom;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BatchChoiceTest {
    private static final long MIB = 1 << 20;

    @TempDir
    Path directory;

    private final AtomicLong room = new AtomicLong(4096 * MIB);
    private final MemoryPlan memory =
            new MemoryPlan(new Computing(1, true), () -> new MemoryRoom(Optional.of(room.get()), "of a test"));

    private Path install(String size, String quantization) throws IOException {
        Path file = directory.resolve("ggml-" + size + "-" + quantization + ".bin");
        ModelWriter.writeSized(file, size, quantization);
        return file;
    }

    private BatchChoice choice(String... preferred) {
        return new BatchChoice(List.of(preferred), new InstalledModels(directory), memory);
    }

    private MemoryPrediction prediction(Path file) throws Exception {
        return memory.predict(ModelFile.inspect(file));
    }

    @Test
    void shouldTakeTheFirstInstalledOne() throws Exception {
        install("small", "q8_0");
        install("base", "q8_0");
        install("tiny", "q8_0");

        assertThat(choice("medium-q8_0", "small-q8_0", "base-q8_0")
                        .beside("tiny-q8_0")
                        .name())
                .isEqualTo("small-q8_0");
    }

    @Test
    void shouldLeaveAllToTheOtherWhereNoBetterOneIsInstalled() throws Exception {
        install("base", "q8_0");
        install("tiny", "q8_0");

        assertThatThrownBy(() -> choice("small-q8_0", "base-q8_0", "tiny-q8_0").beside("base-q8_0"))
                .hasMessage("base-q8_0 is the best of the installed models for them");
        assertThatThrownBy(() -> choice("small-q8_0", "medium-q8_0").beside("base-q8_0"))
                .hasMessage("none of the models for them is installed (small-q8_0, medium-q8_0)");
    }

    @Test
    void shouldNotTakeWhatDoesNotFitWithAllThatTheLoadedOneMayStillTake() throws Exception {
        MemoryPrediction base = prediction(install("base", "q8_0"));
        MemoryPrediction small = prediction(install("small", "q8_0"));
        long growth = base.most() - base.usual();
        room.set(small.most() + growth);
        assertThat(choice("small-q8_0").beside("base-q8_0").name()).isEqualTo("small-q8_0");

        room.decrementAndGet();

        assertThatThrownBy(() -> choice("small-q8_0", "base-q8_0").beside("base-q8_0"))
                .hasMessageMatching(
                        "small-q8_0 needs up to \\d+ MiB of memory, and there are \\d+ MiB for it \\(of a test,"
                                + " less \\d+ MiB that base-q8_0 may still take\\); base-q8_0 is the next best of the installed"
                                + " models for them");
    }

    @Test
    void shouldNotTakeWhatDoesNotFitTogetherWithOneThatIsNotLoadedYet() throws Exception {
        Path base = install("base", "q8_0");
        MemoryPrediction small = prediction(install("small", "q8_0"));
        room.set(small.most() + prediction(base).most());
        assertThat(choice("small-q8_0").togetherWith(ModelFile.inspect(base)).name())
                .isEqualTo("small-q8_0");

        room.decrementAndGet();

        assertThatThrownBy(() -> choice("small-q8_0").togetherWith(ModelFile.inspect(base)))
                .hasMessageContaining("MiB that base-q8_0 takes)");
    }

    @Test
    void shouldTakeTheNextOneWhereTheFirstIsDamagedOrDoesNotFit() throws Exception {
        Files.writeString(directory.resolve("ggml-medium-q8_0.bin"), "<html>not found</html>");
        install("small", "q8_0");
        install("base", "q8_0");
        room.set(400 * MIB);

        assertThat(choice("medium-q8_0", "small-q8_0", "base-q8_0")
                        .beside(DemoModel.NAME)
                        .name())
                .isEqualTo("base-q8_0");
        room.set(1 * MIB);
        assertThatThrownBy(() -> choice("medium-q8_0", "small-q8_0").beside("gone"))
                .hasMessageContaining("ggml-medium-q8_0.bin")
                .hasMessageContaining("small-q8_0 needs up to ");
    }
}
