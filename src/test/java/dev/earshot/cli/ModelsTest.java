package dev.earshot.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.earshot.model.ModelWriter;
import dev.earshot.model.store.Catalogue;
import dev.earshot.model.store.ModelStore;
import dev.earshot.model.store.StoreSettings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The model commands on a real store; what the store itself does is tested there. */
class ModelsTest {
    @TempDir
    Path scratch;

    private Path first;
    private Path second;
    private List<Path> trusted = List.of();
    private List<String> preferred = List.of();

    @BeforeEach
    void makeModels() throws Exception {
        first = ModelWriter.writeSmall(scratch.resolve("ggml-mine.bin"), 1);
        Files.createDirectory(scratch.resolve("new"));
        second = ModelWriter.writeSmall(scratch.resolve("new/ggml-mine.bin"), 2);
    }

    private Session session() {
        return new Session(new FakeWorkbench() {
            @Override
            public List<String> preferredModels() {
                return preferred;
            }

            @Override
            public ModelStore store() {
                return new ModelStore(
                        new StoreSettings(
                                scratch.resolve("models"),
                                List.of(scratch.resolve("nowhere").toString()),
                                100_000_000,
                                0,
                                Duration.ofSeconds(10),
                                trusted),
                        Catalogue.embedded());
            }

            @Override
            public Path quantizer() {
                return scratch.resolve("no-such-tool");
            }
        });
    }

    /** Runs it, expects the status, and gives what was answered. */
    private String run(int status, String... words) {
        Session session = session();
        assertThat(session.run(words)).as(session.err()).isEqualTo(status);
        return session.out() + session.err();
    }

    @Test
    void shouldSayWhatToDoWhenThereIsNothing() {
        assertThat(run(ExitStatus.GOOD, "models", "list")).contains("'earshot models available' lists those");
        assertThat(run(ExitStatus.WRONG_USE, "models")).contains("Say what to do with models: list, available, pull");
        assertThat(run(ExitStatus.WRONG_USE, "models", "pull"))
                .contains("Say which model; no device profile names one for this machine.");
    }

    @Test
    void shouldPullTheModelForThisMachineWhenNoneIsNamed() {
        preferred = List.of("base-q8_0", "tiny-q8_0");

        assertThat(run(ExitStatus.CANNOT_RUN, "models", "pull"))
                .contains("base-q8_0 is the one for this machine", "nowhere/ggml-base-q8_0.bin: no such file")
                .doesNotContain("tiny-q8_0");
    }

    @Test
    void shouldListWhatCanBePulledWithItsChecksums() throws Exception {
        assertThat(run(ExitStatus.GOOD, "models", "available"))
                .containsPattern("base-q8_0 +81\\.8 MB +multilingual")
                .containsPattern("small\\.en-tdrz +unknown +en");
        JsonNode models = json("models", "available", "--json").get("models");
        assertThat(models)
                .hasSizeGreaterThan(40)
                .allSatisfy(model -> assertThat(model.has("checksum_source")).isTrue());
    }

    private JsonNode json(String... words) throws Exception {
        Session session = session();
        session.run(words);
        return JsonMapper.builder().build().readTree(session.out());
    }

    @Test
    void shouldInstallSwitchAndRemoveVersions() throws Exception {
        assertThat(run(ExitStatus.GOOD, "models", "import", first.toString()))
                .contains(
                        "mine version 1 is installed (7.9 MB) in " + scratch.resolve("models") + ".",
                        "SHA-256 ",
                        "loads with earshot.model=mine");
        assertThat(run(ExitStatus.GOOD, "models", "import", second.toString()))
                .contains("Another version is in use; 'earshot models use mine' changes that.");
        assertThat(run(ExitStatus.GOOD, "models", "use", "mine"))
                .contains("mine version 2 is in use now.", "goes back to version 1.");
        assertThat(run(ExitStatus.GOOD, "models", "list"))
                .containsPattern("(?m)^  mine +1 .*rollback leads here")
                .containsPattern("(?m)^\\* mine +2 ");
        assertThat(run(ExitStatus.GOOD, "models", "rollback", "mine")).contains("mine version 1 is in use now.");
        assertThat(run(ExitStatus.CANNOT_RUN, "models", "remove", "mine", "--version", "1"))
                .contains("is the active one");
        run(ExitStatus.GOOD, "models", "remove", "mine", "--version", "2");
        JsonNode list = json("models", "list", "--json");
        assertThat(list.get("models")).hasSize(1);
        assertThat(list.at("/models/0/active").intValue()).isEqualTo(1);
        assertThat(list.at("/models/0/versions")).hasSize(1);
    }

    @Test
    void shouldGoOnAfterAFailureAndSaySoInTheStatus() throws Exception {
        String missing = scratch.resolve("none.bin").toString();

        assertThat(run(ExitStatus.WARNINGS, "models", "import", missing, first.toString()))
                .contains("There is no file " + missing, "mine version 1 is installed");
        assertThat(run(ExitStatus.CANNOT_RUN, "models", "import", missing)).contains("There is no file " + missing);
        assertThat(run(ExitStatus.CANNOT_RUN, "models", "pull", "base-q8_0", "tiny"))
                .contains(
                        "Could not fetch base-q8_0. ", "Could not fetch tiny. ", "nowhere/ggml-tiny.bin: no such file");
        assertThat(run(ExitStatus.WRONG_USE, "models", "import", "--name", "x", missing, first.toString()))
                .contains("--name is for one file.");
    }

    @Test
    void shouldTellDamageByTheStatus() throws Exception {
        run(ExitStatus.GOOD, "models", "import", first.toString());
        assertThat(run(ExitStatus.GOOD, "models", "verify")).contains("good  mine version 1");
        Path file = scratch.resolve("models/ggml-mine.bin").toRealPath();
        byte[] bytes = Files.readAllBytes(file);
        bytes[bytes.length - 9] ^= 1;
        Files.write(file, bytes);

        assertThat(run(ExitStatus.WARNINGS, "models", "verify", "mine")).contains("BAD   mine version 1 is damaged");
        assertThat(json("models", "verify", "--json").at("/findings/0/good").booleanValue())
                .isFalse();
        assertThat(run(ExitStatus.CANNOT_RUN, "models", "verify", "other")).contains("There is no model other");
    }

    @Test
    void shouldCarryABundleToAMachineThatTrustsItsKey() throws Exception {
        run(ExitStatus.GOOD, "models", "import", first.toString());
        Path key = scratch.resolve("key");
        Path bundle = scratch.resolve("bundle.zip");
        assertThat(run(ExitStatus.GOOD, "models", "keygen", key.toString())).contains("earshot.models.trusted-keys");
        assertThat(run(ExitStatus.GOOD, "models", "bundle", "mine", "--key", key.toString(), "-o", bundle.toString()))
                .contains("is written and signed.");
        run(ExitStatus.GOOD, "models", "remove", "mine");

        assertThat(run(ExitStatus.CANNOT_RUN, "models", "import", bundle.toString()))
                .contains("this machine trusts no key", "--allow-unsigned");
        trusted = List.of(Path.of(key + ".pub"));
        assertThat(run(ExitStatus.GOOD, "models", "import", bundle.toString())).contains("signed by key ");
        trusted = List.of();
        assertThat(json("models", "import", "--json", "--allow-unsigned", bundle.toString())
                        .at("/installed/0/added")
                        .booleanValue())
                .isFalse();
    }

    @Test
    void shouldSayHowToGetTheQuantizer() {
        run(ExitStatus.GOOD, "models", "import", first.toString());

        assertThat(run(ExitStatus.CANNOT_RUN, "models", "quantize", "mine", "q8_0"))
                .contains("native-libs/build.sh --tools builds it");
    }
}
