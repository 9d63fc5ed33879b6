package dev.earshot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.earshot.model.DemoModel;
import dev.earshot.model.InstalledModels;
import dev.earshot.model.ModelException;
import dev.earshot.model.ModelFile;
import dev.earshot.model.ModelWriter;
import dev.earshot.planning.Computing;
import dev.earshot.planning.MeasuredChoice;
import dev.earshot.planning.MemoryPlan;
import dev.earshot.planning.MemoryRoom;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelChoiceTest {
    private static final long MIB = 1 << 20;

    @TempDir
    Path directory;

    private final AtomicLong room = new AtomicLong(4096 * MIB);
    private final MemoryPlan memory =
            new MemoryPlan(new Computing(1, true), () -> new MemoryRoom(Optional.of(room.get()), "of a test"));

    private void install(String size, String quantization) throws IOException {
        ModelWriter.writeSized(directory.resolve("ggml-" + size + "-" + quantization + ".bin"), size, quantization);
    }

    private ModelChoice choice(Optional<String> configured, String... preferred) {
        return new ModelChoice(
                configured,
                new MeasuredChoice(List.of(preferred), Map.of()),
                new InstalledModels(directory),
                List.of(directory.resolve("cache")),
                memory);
    }

    @Test
    void shouldTakeTheFirstInstalledModelThatFits() throws Exception {
        install("small", "q8_0");
        install("base", "q8_0");
        ModelChoice choice = choice(Optional.empty(), "medium-q8_0", "small-q8_0", "base-q8_0");

        assertThat(choice.get().name()).isEqualTo("small-q8_0");
        assertThat(choice.reason()).isEqualTo("the first of this machine's models that is installed");
    }

    @Test
    void shouldFallToTheNextWhatDoesNotFitAndTellBothFigures() throws Exception {
        install("small", "q8_0");
        install("base", "q8_0");
        room.set(400 * MIB);
        ModelChoice choice = choice(Optional.empty(), "small-q8_0", "base-q8_0");

        assertThat(choice.get().name()).isEqualTo("base-q8_0");
        assertThat(choice.reason())
                .matches("the first of this machine's models that is installed and can be used; small-q8_0 needs up to"
                        + " \\d+ MiB of memory, and there are 400 MiB for it \\(of a test\\)");
    }

    @Test
    void shouldSkipADamagedModelAndSayWhatIsWrongWithIt() throws Exception {
        install("base", "q8_0");
        Files.writeString(directory.resolve("ggml-small-q8_0.bin"), "<html>not found</html>");
        ModelChoice choice = choice(Optional.empty(), "small-q8_0", "base-q8_0");

        assertThat(choice.get().name()).isEqualTo("base-q8_0");
        assertThat(choice.reason()).contains("ggml-small-q8_0.bin").contains("not a");
    }

    @Test
    void shouldFallToTheDemoModelWhereNothingElseFits() throws Exception {
        install("base", "q8_0");
        room.set(200 * MIB);
        ModelChoice choice = choice(Optional.empty(), "small-q8_0", "base-q8_0");

        assertThat(choice.description()).startsWith("earshot-demo").contains("base-q8_0 needs up to");
        assertThat(choice.get().name()).isEqualTo(DemoModel.NAME);
        assertThat(choice.reason())
                .startsWith("none of this machine's models that are installed can be used; base-q8_0");
    }

    @Test
    void shouldRefuseANamedModelThatDoesNotFit() throws Exception {
        install("base", "q8_0");
        room.set(200 * MIB);
        ModelChoice choice = choice(Optional.of("base-q8_0"));

        assertThatThrownBy(choice::get)
                .isInstanceOf(ModelException.class)
                .hasMessageMatching("base-q8_0 needs up to \\d+ MiB of memory, and there are 200 MiB for it"
                        + " \\(of a test\\)\\. Name a smaller or a more quantized model in earshot\\.model\\.");
        assertThatThrownBy(choice::description).hasMessageContaining("200 MiB");
        assertThat(choice.model().orElseThrow().name()).isEqualTo("base-q8_0");
    }

    @Test
    void shouldRefuseEvenTheDemoModelWhereThereIsNoMemory() {
        room.set(20 * MIB);

        assertThatThrownBy(() -> choice(Optional.empty()).get())
                .isInstanceOf(ModelException.class)
                .hasMessageContaining("earshot-demo needs up to")
                .hasMessageContaining("20 MiB")
                .hasMessageEndingWith("Stop other programs, or give Earshot more.");
    }

    /** The model itself takes what was available; asked again, it must still be the one. */
    @Test
    void shouldStayWithWhatItGave() throws Exception {
        install("base", "q8_0");
        ModelChoice choice = choice(Optional.empty(), "base-q8_0");
        choice.get();
        room.set(20 * MIB);

        assertThat(choice.description()).startsWith("base-q8_0");
        assertThat(choice.reason()).isEqualTo("the first of this machine's models that is installed");
        assertThat(choice.get().name()).isEqualTo("base-q8_0");
    }

    @Test
    void shouldKnowTheDemoModelWithoutUnpackingIt() throws Exception {
        assertThat(DemoModel.description().header())
                .isEqualTo(ModelFile.inspect(Path.of("src/demo-model/earshot-demo-q8_0.bin"))
                        .header());
        assertThat(DemoModel.description().name()).isEqualTo(DemoModel.NAME);
    }
}
