package dev.earshot.recovery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.earshot.engine.Cancellation;
import dev.earshot.engine.Capabilities;
import dev.earshot.engine.EngineException;
import dev.earshot.engine.ErrorCode;
import dev.earshot.engine.LibraryFacts;
import dev.earshot.engine.ModelLoader;
import dev.earshot.engine.ModelLoader.LoadedModel;
import dev.earshot.engine.Transcriber;
import dev.earshot.engine.TranscriptionOptions;
import dev.earshot.engine.VoiceModel;
import dev.earshot.engine.VoiceStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecoveryTest {
    private static final String BOOT = "boot-1";
    private static final float[] SILENCE = new float[32_000];
    private static final float[] SPEECH = new float[16_000 * 3];

    static {
        SPEECH[7] = 0.5f;
    }

    @TempDir
    private Path folder;

    private int deaths;

    /** A library that lets the test look, where the process would die, at what is noted. */
    private final class Library implements ModelLoader, LoadedModel, Transcriber {
        private Runnable within = () -> {};
        private final WatchedLoader watched;

        Library(WatchedLoader watched) {
            this.watched = watched;
        }

        Transcriber opened() {
            return watched.around(this).load().open();
        }

        @Override
        public LoadedModel load() {
            watched.begins("base-q8_0", "cafe", "linux-aarch64");
            within.run();
            return this;
        }

        @Override
        public ModelFacts facts() {
            return new ModelFacts(
                    "base-q8_0",
                    "base",
                    "q8_0",
                    1,
                    Optional.of("cafe"),
                    99,
                    true,
                    new LibraryFacts("linux-aarch64", "1.9.1", "", List.of(), Optional.empty()),
                    Capabilities.OWN);
        }

        @Override
        public Transcriber open() {
            return this;
        }

        @Override
        public Result transcribe(float[] samples, TranscriptionOptions options, String prompt, Cancellation stop) {
            within.run();
            return Result.plain(List.of(), options);
        }

        @Override
        public void close() {}
    }

    private static final class Voice implements VoiceModel {
        private Runnable within = () -> {};

        @Override
        public float[] probabilities(float[] samples) {
            within.run();
            return samples;
        }

        @Override
        public VoiceStream stream() {
            return new VoiceStream() {
                @Override
                public float[] next(float[] samples) {
                    return probabilities(samples);
                }

                @Override
                public void close() {}
            };
        }
    }

    @Test
    void shouldKnowThatItDiedLookingForSpeech() {
        Path[] left = new Path[2];
        try (Recovery recovery = begin(folder, BOOT)) {
            Voice voice = new Voice();
            VoiceModel watched = recovery.watched(voice, "silero", "own");
            voice.within = () -> left[0] = died();
            watched.probabilities(SPEECH);
            voice.within = () -> left[1] = died();
            watched.stream().next(SPEECH);
        }

        try (Recovery recording = begin(left[0], BOOT);
                Recovery live = begin(left[1], BOOT)) {
            assertThat(kinds(recording)).containsExactly(Work.Kind.SPEECH);
            assertThat(kinds(live)).containsExactly(Work.Kind.SPEECH);
            assertThat(live.assessment().crashes().get(0).works().get(0).clip()).isEmpty();
        }
    }

    private static void hear(Transcriber transcriber, float[] samples) {
        transcriber.transcribe(samples, TranscriptionOptions.builder().build(), "", new Cancellation());
    }

    private Recovery begin(Path in, String boot) {
        return Recovery.begin(in, boot, Instant.now());
    }

    /** The folder as a process leaves it that dies now. */
    private Path died() {
        return copied(folder);
    }

    @Test
    void shouldKnowClipModelAndLibraryOfWhichTheProcessDied() {
        Path[] left = new Path[1];
        try (Recovery recovery = begin(folder, BOOT)) {
            Library library = new Library(recovery.loader());
            Transcriber transcriber = library.opened();
            hear(transcriber, SILENCE);
            library.within = () -> left[0] = died();
            hear(transcriber, SPEECH);
        }

        try (Recovery next = begin(left[0], BOOT)) {
            assertThat(next.crashed()).isTrue();
            Crash crash = next.assessment().crashes().get(0);
            assertThat(crash.works()).singleElement().satisfies(work -> {
                assertThat(work.kind()).isEqualTo(Work.Kind.WINDOW);
                assertThat(work.clip()).contains(Clip.of(SPEECH).hash());
                assertThat(work.model()).isEqualTo("base-q8_0");
                assertThat(work.modelSha256()).contains("cafe");
                assertThat(work.library()).isEqualTo("linux-aarch64");
                assertThat(work.audio()).isEqualTo(Duration.ofSeconds(3));
            });
            assertThat(next.assessment().safe()).isFalse();
        }
    }

    @Test
    void shouldKnowThatItDiedLoadingOrWarmingUp() {
        Path[] left = new Path[2];
        try (Recovery recovery = begin(folder, BOOT)) {
            Library library = new Library(recovery.loader());
            library.within = () -> left[0] = died();
            Transcriber transcriber = library.opened();
            library.within = () -> left[1] = died();
            hear(transcriber, SILENCE);
        }

        assertThat(Recovery.look(left[0], BOOT, Instant.now()).crashes()).isEmpty();
        try (Recovery loading = begin(left[0], BOOT);
                Recovery warming = begin(left[1], BOOT)) {
            assertThat(kinds(loading)).containsExactly(Work.Kind.LOAD);
            assertThat(kinds(warming)).containsExactly(Work.Kind.WARM_UP);
        }
    }

    private static List<Work.Kind> kinds(Recovery recovery) {
        return recovery.assessment().crashes().get(0).works().stream()
                .map(Work::kind)
                .toList();
    }

    @Test
    void shouldKnowOfNoCrashAfterAnEndInOrderOrAPowerCut() {
        Path[] left = new Path[2];
        Recovery recovery = begin(folder, BOOT);
        Library library = new Library(recovery.loader());
        Transcriber transcriber = library.opened();
        hear(transcriber, SILENCE);
        library.within = () -> {
            left[0] = died();
            recovery.close();
            left[1] = died();
        };
        hear(transcriber, SPEECH);

        assertThat(begin(left[0], "boot-2").crashed()).as("after a power cut").isFalse();
        assertThat(begin(left[1], BOOT).crashed()).as("stopped in order").isFalse();
    }

    @Test
    void shouldRefuseTheClipAfterThreeDeathsAndForgetWhenAsked() throws IOException {
        Path in = folder;
        for (int i = 0; i < 3; i++) {
            try (Recovery recovery = begin(in, BOOT)) {
                Library library = new Library(recovery.loader());
                Transcriber transcriber = library.opened();
                hear(transcriber, SILENCE);
                Path from = in;
                Path[] left = new Path[1];
                library.within = () -> left[0] = copied(from);
                hear(transcriber, SPEECH);
                in = left[0];
            }
        }

        try (Recovery safe = begin(in, BOOT)) {
            assertThat(safe.assessment().safe()).isTrue();
            Transcriber transcriber = new Library(safe.loader()).opened();
            hear(transcriber, SILENCE);
            hear(transcriber, SILENCE);
            assertThatThrownBy(() -> hear(transcriber, SPEECH))
                    .isInstanceOfSatisfying(
                            EngineException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.SET_ASIDE))
                    .hasMessageContaining(
                            "window of 3000 ms, SHA-256 " + Clip.of(SPEECH).hash())
                    .hasMessageContaining("earshot recover");
            assertThatThrownBy(() -> safe.watched(new Voice(), "silero", "own").probabilities(SPEECH))
                    .isInstanceOf(EngineException.class);
        }

        assertThat(Recovery.look(in, BOOT, Instant.now()).safe()).isTrue();
        assertThat(Recovery.forget(in)).isTrue();
        assertThat(Recovery.forget(in)).isFalse();
        assertThat(Recovery.look(in, BOOT, Instant.now())).isEqualTo(Assessment.NONE);
    }

    private Path copied(Path from) {
        try {
            Path to = Files.createDirectory(folder.resolve("copy-" + deaths++));
            for (String name : List.of(Journal.NAME, CrashFile.NAME)) {
                if (Files.exists(from.resolve(name))) {
                    Files.copy(from.resolve(name), to.resolve(name));
                }
            }
            return to;
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void shouldWorkUnwatchedWhereAnotherProcessWatchesOrTheFolderCannotBe() throws IOException {
        Path file = Files.createFile(folder.resolve("file"));
        try (Recovery first = begin(folder.resolve("shared"), BOOT);
                Recovery second = begin(folder.resolve("shared"), BOOT);
                Recovery third = begin(file.resolve("below"), BOOT)) {
            assertThat(List.of(second, third)).allSatisfy(unwatched -> {
                ModelLoader loader = new Library(unwatched.loader());
                assertThat(unwatched.loader().around(loader)).isSameAs(loader);
            });
            assertThat(first.loader().around(new Library(first.loader()))).isNotInstanceOf(Library.class);
        }
    }

    @Test
    void shouldNotMindFilesThatAreDamaged() throws IOException {
        Files.writeString(folder.resolve(CrashFile.NAME), "{\"crashes\":[{\"at_work\":[{\"at\":\"soon\"}]}]}");
        Files.write(folder.resolve(Journal.NAME), new byte[] {'b', 'o', 'o', 't', '-', '1', 0, 7, 7});
        try (Recovery recovery = begin(folder, BOOT)) {
            assertThat(recovery.crashed()).isFalse();
            assertThat(recovery.assessment()).isEqualTo(Assessment.NONE);
        }
    }

    @Test
    void shouldNoteAsMuchAsThereIsRoomForAndKeepTheLatestCrashes() throws IOException {
        try (Journal journal = new Journal(folder, BOOT)) {
            Work odd = new Work(
                    Instant.now(),
                    Work.Kind.WINDOW,
                    "\u0000".repeat(5000),
                    Optional.empty(),
                    "ü".repeat(5000),
                    Optional.of("x"),
                    Duration.ZERO);
            assertThat(journal.begin(odd)).isNotNull();
            for (int i = 0; i < Journal.PLACES + 3; i++) {
                journal.begin(Works.window(Works.NOON, "clip-" + i));
            }
            assertThat(Journal.leftIn(folder, BOOT)).hasSizeBetween(Journal.PLACES - 1, Journal.PLACES);
        }
        assertThat(Journal.leftIn(folder, BOOT)).isEmpty();

        CrashFile file = new CrashFile(folder);
        file.write(IntStream.range(0, CrashFile.MOST + 5)
                .mapToObj(i -> Works.crash(i, "clip"))
                .toList());
        assertThat(file.read()).hasSize(CrashFile.MOST).last().isEqualTo(Works.crash(CrashFile.MOST + 4, "clip"));
        assertThat(Set.copyOf(List.of(folder.toFile().list()))).contains(CrashFile.NAME);
    }
}
