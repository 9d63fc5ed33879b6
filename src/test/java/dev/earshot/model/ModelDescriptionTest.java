package dev.earshot.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelDescriptionTest {
    @TempDir
    Path directory;

    @Test
    void shouldFindDamageInTheWeightsByTheChecksum() throws Exception {
        Path file = DemoModel.unpackInto(List.of(directory));
        byte[] bytes = Files.readAllBytes(file);
        bytes[bytes.length - 1] ^= 1;
        Files.write(file, bytes);

        ModelDescription model = ModelFile.inspect(file);

        ModelException e = catchThrowableOfType(ModelException.class, model::verifyChecksum);
        assertThat(e)
                .hasMessage(file + " is damaged: its SHA-256 is " + model.sha256() + ", expected " + DemoModel.SHA256
                        + ". Download it again.");
        assertThat(e.problem()).isEqualTo(ModelException.Problem.DAMAGED);
    }

    @Test
    void shouldReturnTheChecksumWhenNoneIsKnownForTheName() throws Exception {
        Path file = ModelWriter.small().write(directory.resolve("mine.bin"));

        ModelDescription model = ModelFile.inspect(file);

        assertThat(model.verifyChecksum()).isEqualTo(model.sha256()).matches("[0-9a-f]{64}");
    }

    @Test
    void shouldSayWhyWhenTheFileHasGone() throws Exception {
        Path file = ModelWriter.small().write(directory.resolve("mine.bin"));
        ModelDescription model = ModelFile.inspect(file);
        Files.delete(file);

        ModelException e = catchThrowableOfType(ModelException.class, model::sha256);

        assertThat(e).hasMessageStartingWith("Cannot read " + file + ": ").hasRootCauseMessage(file.toString());
        assertThat(e.problem()).isEqualTo(ModelException.Problem.UNREADABLE);
    }
}
