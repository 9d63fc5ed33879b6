package dev.earshot.model.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.earshot.model.InstalledModels;
import dev.earshot.model.ModelException;
import dev.earshot.model.ModelException.Problem;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Versions: which there are, which is seen, how one gets from one to another and rid of them. */
class ModelStoreTest {
    private static final Progress QUIET = Progress.NONE;
    private static final OptionalInt NEWEST = OptionalInt.empty();

    @TempDir
    Path scratch;

    private Shelf shelf;
    private ModelStore store;

    @BeforeEach
    void openStore() {
        shelf = new Shelf(scratch.resolve("models"));
        store = shelf.store();
    }

    private Installation install(int seed) throws Exception {
        Shelf.model(scratch, seed);
        return store.importFile(scratch.resolve("model-" + seed + ".bin"), Optional.of("mine"), QUIET);
    }

    private StoredModel mine() throws Exception {
        return store.list().stream()
                .filter(m -> m.name().equals("mine"))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void shouldListNothingWhereThereIsNoFolder() throws Exception {
        assertThat(store.list()).isEmpty();
        assertThat(shelf.directory).doesNotExist();
    }

    @Test
    void shouldShowTheFirstVersionToWhoeverReadsTheFolder() throws Exception {
        install(1);

        Path file = new InstalledModels(shelf.directory).resolve("mine");
        assertThat(file).isEqualTo(shelf.directory.resolve("ggml-mine.bin")).hasBinaryContent(Shelf.model(scratch, 1));
        assertThat(Files.readSymbolicLink(file).isAbsolute()).isFalse();
        assertThat(mine().activeVersion()).hasValueSatisfying(v -> {
            assertThat(v.source()).endsWith("/model-1.bin");
            assertThat(v.verified()).isEqualTo("structure only: nothing is published about it");
        });
    }

    @Test
    void shouldNotAddTheSameBytesTwice() throws Exception {
        install(1);
        Installation again = install(1);

        assertThat(again.added()).isFalse();
        assertThat(again.version().version()).isEqualTo(1);
        assertThat(mine().versions()).hasSize(1);
    }

    @Test
    void shouldSwitchForthAndBack() throws Exception {
        install(1);
        install(2);
        install(3);

        assertThat(store.use("mine", NEWEST, Check.NONE, QUIET).active()).hasValue(3);
        assertThat(mine().previous()).hasValue(1);
        assertThat(store.use("mine", OptionalInt.of(2), Check.NONE, QUIET).file())
                .hasBinaryContent(Shelf.model(scratch, 2));
        assertThat(store.rollback("mine", Check.NONE, QUIET).active()).hasValue(3);
        assertThat(store.rollback("mine", Check.NONE, QUIET).active()).hasValue(2);
    }

    @Test
    void shouldRefuseToGoBackWhereNothingWasBefore() throws Exception {
        install(1);

        assertRefused(
                Problem.REFUSED,
                "There is no version of mine to go back to",
                () -> store.rollback("mine", Check.NONE, QUIET));
        assertRefused(
                Problem.REFUSED,
                "There is no version of other to go back to",
                () -> store.rollback("other", Check.NONE, QUIET));
    }

    @Test
    void shouldLeaveTheOldVersionWhenTheNewOneFailsTheCheck() throws Exception {
        install(1);
        install(2);

        assertRefused(
                Problem.UNSUPPORTED,
                "says nothing",
                () -> store.use(
                        "mine",
                        NEWEST,
                        file -> {
                            assertThat(file).hasBinaryContent(model(2));
                            throw new ModelException(Problem.UNSUPPORTED, "says nothing");
                        },
                        QUIET));
        assertThat(mine().active()).hasValue(1);
    }

    private byte[] model(int seed) {
        try {
            return Shelf.model(scratch, seed);
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @Test
    void shouldNotUseAVersionThatDecayed() throws Exception {
        install(1);
        install(2);
        decay(2);

        assertRefused(Problem.DAMAGED, "mine version 2 is damaged", () -> store.use("mine", NEWEST, Check.NONE, QUIET));
        assertThat(mine().active()).hasValue(1);
        assertThat(store.verify(Optional.of("mine"), QUIET))
                .extracting(finding -> finding.problem().isPresent())
                .containsExactly(false, true);
    }

    private void decay(int version) throws Exception {
        Path file = shelf.directory.resolve(".store/versions/mine/" + version + "/ggml-mine.bin");
        byte[] bytes = Files.readAllBytes(file);
        bytes[bytes.length - 9] ^= 1;
        Files.write(file, bytes, StandardOpenOption.TRUNCATE_EXISTING);
    }

    @Test
    void shouldNameTheVersionsThereAre() throws Exception {
        install(1);
        install(2);

        assertRefused(
                Problem.NOT_FOUND,
                "There is no version 7 of mine. There is: [1, 2].",
                () -> store.use("mine", OptionalInt.of(7), Check.NONE, QUIET));
        assertRefused(
                Problem.NOT_FOUND,
                "No version of other is in the store.",
                () -> store.use("other", NEWEST, Check.NONE, QUIET));
    }

    @Test
    void shouldRemoveVersionsAndModels() throws Exception {
        install(1);
        install(2);

        assertRefused(
                Problem.REFUSED, "Version 1 of mine is the active one", () -> store.remove("mine", OptionalInt.of(1)));
        store.use("mine", NEWEST, Check.NONE, QUIET);
        store.remove("mine", OptionalInt.of(1));
        assertThat(mine().versions()).extracting(InstalledVersion::version).containsExactly(2);
        assertThat(mine().previous()).isEmpty();

        store.remove("mine", NEWEST);
        assertThat(store.list()).isEmpty();
        assertThat(shelf.directory.resolve("ggml-mine.bin").toFile().exists()).isFalse();
        assertThat(Files.exists(shelf.directory.resolve("ggml-mine.bin"), LinkOption.NOFOLLOW_LINKS))
                .isFalse();
        assertThat(install(3).active()).isTrue();
    }

    @Test
    void shouldListAndLeaveAloneWhatWasPlacedByHand() throws Exception {
        Files.createDirectories(shelf.directory);
        Path own = Files.write(shelf.directory.resolve("ggml-mine.bin"), Shelf.model(scratch, 1));

        assertThat(mine().placedByHand()).isTrue();
        assertThat(mine().versions()).isEmpty();
        assertRefused(Problem.REFUSED, "was placed there by hand", () -> store.remove("mine", NEWEST));
        assertRefused(
                Problem.NOT_FOUND,
                "The file in the folder was placed by hand.",
                () -> store.use("mine", OptionalInt.of(1), Check.NONE, QUIET));
        assertThat(own).isRegularFile();
        assertThat(store.verify(Optional.empty(), QUIET))
                .singleElement()
                .satisfies(finding -> assertThat(finding.problem()).isEmpty());
    }

    @Test
    void shouldPutAFileInUseThatWasPlacedByHandAsItLies() throws Exception {
        Files.createDirectories(shelf.directory);
        Path own = Files.write(shelf.directory.resolve("mine.bin"), Shelf.model(scratch, 1));
        List<Path> checked = new ArrayList<>();

        StoredModel used = store.use("mine", NEWEST, checked::add, QUIET);

        assertThat(checked).containsExactly(own);
        assertThat(used.placedByHand()).isTrue();
        assertThat(used.versions()).isEmpty();
        assertThat(ActiveModel.in(shelf.directory)).contains("mine");
    }

    @Test
    void shouldRememberWhichModelWasPutInUseLast() throws Exception {
        assertThat(ActiveModel.in(shelf.directory)).isEmpty();
        install(1);
        assertThat(ActiveModel.in(shelf.directory)).as("by installing alone").isEmpty();

        store.use("mine", NEWEST, Check.NONE, QUIET);
        assertThat(ActiveModel.in(shelf.directory)).contains("mine");
        assertRefused(
                Problem.DAMAGED,
                "deaf",
                () -> store.use(
                        "mine",
                        NEWEST,
                        file -> {
                            throw new ModelException(Problem.DAMAGED, "deaf");
                        },
                        QUIET));

        Path file = shelf.directory.resolve(".store/active.json");
        for (String nonsense : List.of("", "{}", "{\"model\": 7}", "{\"model\": \"../etc\"}", "no JSON")) {
            Files.writeString(file, nonsense);
            assertThat(ActiveModel.in(shelf.directory)).as(nonsense).isEmpty();
        }
    }

    @Test
    void shouldNotReplaceALinkThatSomebodyPlaced() throws Exception {
        Files.createDirectories(shelf.directory);
        Shelf.model(scratch, 1);
        Files.createSymbolicLink(shelf.directory.resolve("ggml-mine.bin"), scratch.resolve("model-1.bin"));

        assertRefused(Problem.REFUSED, "is a link that somebody placed there", () -> install(2));
        assertThat(mine().placedByHand()).isTrue();
    }

    @Test
    void shouldFinishAnAdoptionThatWasInterrupted() throws Exception {
        Files.createDirectories(shelf.directory);
        Path own = Files.write(shelf.directory.resolve("ggml-mine.bin"), Shelf.model(scratch, 1));
        Shelf.model(scratch, 2);
        install(2);
        Path version = shelf.directory.resolve(".store/versions/mine/1/ggml-mine.bin");
        Files.delete(own);
        Files.createLink(own, version);

        assertThat(store.use("mine", OptionalInt.of(2), Check.NONE, QUIET).active())
                .hasValue(2);
        assertThat(mine().versions()).hasSize(2);
        assertThat(mine().previous()).hasValue(1);
    }

    @Test
    void shouldRefuseToImportWhatIsNoModel() throws Exception {
        Path page = Files.writeString(scratch.resolve("ggml-page.bin"), "<html>", StandardCharsets.UTF_8);
        Path cut = Files.write(scratch.resolve("ggml-cut.bin"), Arrays.copyOf(Shelf.model(scratch, 1), 2_000_000));

        assertRefused(Problem.NOT_A_MODEL, "a web page", () -> store.importFile(page, Optional.empty(), QUIET));
        assertRefused(Problem.DAMAGED, "is damaged", () -> store.importFile(cut, Optional.empty(), QUIET));
        assertRefused(
                Problem.NOT_FOUND,
                "There is no file",
                () -> store.importFile(scratch.resolve("none.bin"), Optional.empty(), QUIET));
        assertThat(store.list()).isEmpty();
    }

    @Test
    void shouldRefuseAFileThatCarriesTheNameOfAnotherPublishedModel() throws Exception {
        shelf.publish(Shelf.model(scratch, 1));
        Path other = scratch.resolve("ggml-probe.bin");
        Files.write(other, Shelf.model(scratch, 2));

        assertRefused(
                Problem.REFUSED,
                "is not the published probe: its SHA-256 is ",
                () -> shelf.store().importFile(other, Optional.empty(), QUIET));
        assertThat(shelf.store()
                        .importFile(other, Optional.of("probe-mine"), QUIET)
                        .active())
                .isTrue();
    }

    @Test
    void shouldSayOfPlacedFilesWhetherTheyAreThePublishedOnes() throws Exception {
        Files.createDirectories(shelf.directory);
        Files.write(shelf.directory.resolve("ggml-probe.bin"), Shelf.model(scratch, 2));
        shelf.publish(Shelf.model(scratch, 1));

        assertThat(shelf.store().verify(Optional.of("probe"), QUIET))
                .singleElement()
                .satisfies(finding -> assertThat(finding.problem())
                        .hasValueSatisfying(p -> assertThat(p).contains("but the published file's is")));
        shelf.publish(Shelf.model(scratch, 2), Optional.empty(), OptionalLong.empty());
        assertThat(shelf.store().verify(Optional.of("probe"), QUIET))
                .singleElement()
                .satisfies(finding -> assertThat(finding.problem()).isEmpty());
    }

    @Test
    void shouldCleanUpWhatADiedProcessLeft() throws Exception {
        install(1);
        Path incoming = shelf.directory.resolve(".store/incoming/mine");
        Files.createDirectories(incoming.resolve("new-1/x"));
        Files.writeString(incoming.resolve("new-1/ggml-mine.bin"), "half");
        Files.createSymbolicLink(incoming.resolve("link-1"), Path.of("nowhere"));

        install(2);

        assertThat(incoming).isEmptyDirectory();
    }

    @Test
    void shouldIgnoreADanglingLinkOfAnInstallationThatDied() throws Exception {
        Files.createDirectories(shelf.directory.resolve(".store/versions/mine"));
        Files.createSymbolicLink(
                shelf.directory.resolve("ggml-mine.bin"), Path.of(".store/versions/mine/1/ggml-mine.bin"));

        assertThat(store.list()).isEmpty();
        assertThat(new InstalledModels(shelf.directory).list()).isEmpty();
        assertThat(install(1).active()).isTrue();
    }

    @Test
    void shouldSayWhichRecordIsDamaged() throws Exception {
        install(1);
        Path record = shelf.directory.resolve(".store/versions/mine/1/version.json");
        Files.writeString(record, "{\"name\":");

        assertRefused(Problem.NOT_WRITTEN, record + ": it is not JSON", () -> store.list());
    }

    @Test
    void shouldRefuseWorkOnAModelThatIsBeingChanged() throws Exception {
        install(1);
        install(2);

        assertRefused(
                Problem.BUSY,
                "Somebody else is installing or changing mine",
                () -> store.use("mine", NEWEST, file -> store.remove("mine", NEWEST), QUIET));
        assertThat(store.use("mine", NEWEST, Check.NONE, QUIET).active()).hasValue(2);
        assertThat(List.of(1, 2)).contains(mine().active().getAsInt());
    }

    private interface Call {
        void run() throws Exception;
    }

    private static void assertRefused(Problem problem, String words, Call call) {
        ModelException e = catchThrowableOfType(ModelException.class, call::run);
        assertThat(e).isNotNull().hasMessageContaining(words);
        assertThat(e.problem()).isEqualTo(problem);
    }
}
