package dev.earshot.model.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.earshot.model.ModelException;
import dev.earshot.model.ModelException.Problem;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Sources that do as they should, and all the ways in which they do not; after each failure the folder is as it was. */
class PullTest {
    private static final Progress QUIET = Progress.NONE;

    @TempDir
    Path scratch;

    private byte[] model;
    private Shelf shelf;

    @BeforeEach
    void makeModel() throws Exception {
        model = Shelf.model(scratch, 1);
        shelf = new Shelf(scratch.resolve("models")).publish(model);
    }

    @Test
    void shouldInstallAndShowThePublishedModel() throws Exception {
        List<Long> told = new ArrayList<>();
        Progress progress = new Progress() {
            @Override
            public void bytes(long done, long total) {
                assertThat(total).isEqualTo(model.length);
                told.add(done);
            }
        };
        try (ModelServer server = new ModelServer(ModelServer.proper(model))) {
            Installation installed = shelf.from(server.address()).store().pull("ggml-probe.bin", progress);

            assertThat(installed.added()).isTrue();
            assertThat(installed.active()).isTrue();
            assertThat(installed.version().version()).isEqualTo(1);
            assertThat(installed.version().source()).isEqualTo(server.address() + "/ggml-probe.bin");
            assertThat(installed.version().verified()).isEqualTo("published SHA-256 (this test)");
        }
        assertThat(shelf.directory.resolve("ggml-probe.bin")).isSymbolicLink().hasBinaryContent(model);
        assertThat(shelf.incoming()).isEmptyDirectory();
        assertThat(told).isSorted().endsWith((long) model.length);
    }

    @Test
    void shouldFetchNothingWhenThePublishedModelIsThere() throws Exception {
        try (ModelServer server = new ModelServer(ModelServer.proper(model))) {
            shelf.from(server.address()).store().pull(Shelf.NAME, QUIET);
            Installation again = shelf.store().pull(Shelf.NAME, QUIET);

            assertThat(again.added()).isFalse();
            assertThat(server.requests()).hasSize(1);
        }
    }

    @Test
    void shouldKeepTheOldVersionActiveWhenANewOneIsPulled() throws Exception {
        byte[] next = Shelf.model(scratch, 2);
        try (ModelServer server = new ModelServer(ModelServer.proper(model))) {
            shelf.from(server.address()).store().pull(Shelf.NAME, QUIET);
            server.answer(ModelServer.proper(next));
            Installation second = shelf.publish(next).store().pull(Shelf.NAME, QUIET);

            assertThat(second.active()).isFalse();
        }
        StoredModel stored = shelf.store().list().get(0);
        assertThat(stored.active()).hasValue(1);
        assertThat(stored.versions()).hasSize(2);
        assertThat(stored.file()).hasBinaryContent(model);
    }

    @Test
    void shouldTakeAConnectionUpAgainWhereItBroke() throws Exception {
        try (ModelServer server = new ModelServer(ModelServer.cut(model, model.length / 3 + 1))) {
            shelf.from(server.address()).store().pull(Shelf.NAME, QUIET);

            // The client may lose the last bytes before a break.
            assertThat(server.requests()).hasSizeBetween(3, 4);
            assertThat(server.requests().get(1).from()).isBetween(1, model.length / 3 + 1);
            assertThat(server.requests().get(1).headers()).containsEntry("if-range", "\"one\"");
        }
        assertThat(shelf.directory.resolve("ggml-probe.bin")).hasBinaryContent(model);
    }

    @Test
    void shouldGoOnLaterWhereAnEarlierPullStopped() throws Exception {
        try (ModelServer server = new ModelServer(ModelServer.cut(model, 1_000_000))) {
            server.answer((request, out) -> {
                ModelServer.cut(model, request.from() == 0 ? 1_000_000 : 0).write(request, out);
            });
            assertRefused(server, "the connection broke");
            long kept = Files.size(shelf.incoming().resolve("part"));
            assertThat(kept).isBetween(1L, 1_000_000L);

            server.answer(ModelServer.proper(model));
            shelf.store().pull(Shelf.NAME, QUIET);

            assertThat(server.requests().get(server.requests().size() - 1).from())
                    .isEqualTo((int) kept);
        }
        assertThat(shelf.directory.resolve("ggml-probe.bin")).hasBinaryContent(model);
    }

    @Test
    void shouldStartOverWhenTheServerIgnoresRanges() throws Exception {
        try (ModelServer server = new ModelServer(ModelServer.cut(model, 500_000))) {
            server.answer((request, out) -> {
                ModelServer.head(out, "200 OK", "Content-Length: " + model.length);
                out.write(model, 0, request.from() == 0 ? 500_000 : model.length);
            });
            shelf.from(server.address()).store().pull(Shelf.NAME, QUIET);

            assertThat(server.requests()).hasSize(2);
        }
        assertThat(shelf.directory.resolve("ggml-probe.bin")).hasBinaryContent(model);
    }

    @Test
    void shouldStartOverWhenThePiecesAreOfTwoFiles() throws Exception {
        byte[] other = model.clone();
        Arrays.fill(other, 500_000, 600_000, (byte) 7);
        try (ModelServer server = new ModelServer(ModelServer.cut(other, 700_000))) {
            server.answer((request, out) -> {
                byte[] file = request.from() == 0 && !wasAsked(server, 2) ? other : model;
                ModelServer.cut(file, wasAsked(server, 2) ? Integer.MAX_VALUE : 700_000)
                        .write(request, out);
            });
            shelf.from(server.address()).store().pull(Shelf.NAME, QUIET);

            assertThat(server.requests()).hasSize(3);
            assertThat(server.requests().get(1).from()).isPositive();
            assertThat(server.requests().get(2).from()).isZero();
        }
        assertThat(shelf.directory.resolve("ggml-probe.bin")).hasBinaryContent(model);
    }

    private static boolean wasAsked(ModelServer server, int times) {
        return server.requests().size() >= times;
    }

    @Test
    void shouldStartOverWhenTheServerHasNoSuchPart() throws Exception {
        try (ModelServer server = new ModelServer(ModelServer.cut(model, 700_000))) {
            server.answer((request, out) -> {
                if (request.from() > 0) {
                    ModelServer.head(out, "416 Range Not Satisfiable", "Content-Length: 0");
                } else {
                    ModelServer.cut(model, wasAsked(server, 3) ? Integer.MAX_VALUE : 700_000)
                            .write(request, out);
                }
            });
            shelf.from(server.address()).store().pull(Shelf.NAME, QUIET);
        }
        assertThat(shelf.directory.resolve("ggml-probe.bin")).hasBinaryContent(model);
    }

    @Test
    void shouldRefuseAnotherPartThanItAskedFor() throws Exception {
        try (ModelServer server = new ModelServer((request, out) -> {
            if (request.from() == 0) {
                ModelServer.cut(model, 500_000).write(request, out);
            } else {
                ModelServer.head(
                        out,
                        "206 Partial Content",
                        "Content-Length: " + model.length,
                        "Content-Range: bytes 0-" + (model.length - 1) + "/" + model.length);
                out.write(model);
            }
        })) {
            assertRefused(server, "another part of the file than was asked for");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 1, 1000})
    void shouldRefuseALengthThatIsNotThePublishedOne(int difference) throws Exception {
        int length = model.length + difference;
        try (ModelServer server = new ModelServer(
                ModelServer.literally("200 OK", List.of("Content-Length: " + length), Arrays.copyOf(model, length)))) {
            assertRefused(server, "it has " + length + " bytes, but the published file has " + model.length);
        }
    }

    @Test
    void shouldRefuseMoreThanWasAnnouncedWithoutALength() throws Exception {
        try (ModelServer server = new ModelServer(endless(model))) {
            assertRefused(server, "it sends more than " + model.length + " bytes");
        }
    }

    @Test
    void shouldRefuseLessThanIsPublishedWithoutALength() throws Exception {
        try (ModelServer server =
                new ModelServer(ModelServer.literally("200 OK", List.of(), Arrays.copyOf(model, model.length - 1)))) {
            assertRefused(server, "it ended after " + (model.length - 1) + " of " + model.length + " bytes");
        }
    }

    @Test
    void shouldStopAtTheLargestModelWhenNoLengthIsKnown() throws Exception {
        shelf.publish(model, Optional.empty(), OptionalLong.empty()).atMost(model.length + 10);
        try (ModelServer server = new ModelServer(endless(model))) {
            assertRefused(server, "it sends more than " + (model.length + 10) + " bytes");
        }
    }

    @Test
    void shouldRefuseAnAnnouncedLengthAboveTheLargestModelBeforeReading() throws Exception {
        shelf.publish(model, Optional.empty(), OptionalLong.empty()).atMost(1000);
        try (ModelServer server = new ModelServer(ModelServer.proper(model))) {
            assertRefused(server, "more than the 1000 that are allowed (earshot.models.max-size)");
        }
    }

    private static ModelServer.Answer endless(byte[] start) {
        return (request, out) -> {
            ModelServer.head(out, "200 OK");
            out.write(start);
            for (byte[] more = new byte[65_536]; ; ) {
                out.write(more);
            }
        };
    }

    @ParameterizedTest
    @ValueSource(strings = {"text/html; charset=utf-8", "TEXT/HTML", "application/json", "text/plain"})
    void shouldTellAPageFromAModelByItsType(String type) throws Exception {
        try (ModelServer server = new ModelServer(ModelServer.literally(
                "200 OK", List.of("Content-Type: " + type, "Content-Length: " + model.length), model))) {
            assertRefused(server, "instead of a model; perhaps a proxy or a sign-in page answered");
        }
    }

    @Test
    void shouldTellAPageFromAModelByItsFirstByte() throws Exception {
        byte[] page =
                Arrays.copyOf("<!doctype html><title>Sign in</title>".getBytes(StandardCharsets.UTF_8), model.length);
        try (ModelServer server =
                new ModelServer(ModelServer.literally("200 OK", List.of("Content-Length: " + page.length), page))) {
            assertRefused(server, "it sent a web page instead of a model");
        }
    }

    @Test
    void shouldRefuseAnEncodedFile() throws Exception {
        try (ModelServer server = new ModelServer(ModelServer.literally(
                "200 OK", List.of("Content-Encoding: gzip", "Content-Length: " + model.length), model))) {
            assertRefused(server, "it sent the file encoded");
        }
    }

    @Test
    void shouldRefuseOtherBytesOfTheSameLength() throws Exception {
        byte[] wrong = Shelf.model(scratch, 9);
        try (ModelServer server = new ModelServer(ModelServer.proper(wrong))) {
            assertRefused(
                    server,
                    "its SHA-256 is " + Shelf.sums(wrong).sha256() + ", but the published file's is "
                            + Shelf.sums(model).sha256());
            assertThat(shelf.incoming()).isEmptyDirectory();
        }
    }

    @Test
    void shouldRefuseAFileThatHasNoChecksumAndIsNoModel() throws Exception {
        byte[] wrong = Arrays.copyOf(model, model.length - 4);
        shelf.publish(model, Optional.empty(), OptionalLong.empty());
        try (ModelServer server = new ModelServer(ModelServer.proper(wrong))) {
            assertRefused(Problem.DAMAGED, server, "is damaged");
        }
    }

    @Test
    void shouldKeepNoPartOfAFileWithoutChecksum() throws Exception {
        shelf.publish(model, Optional.empty(), OptionalLong.empty());
        try (ModelServer server = new ModelServer(ModelServer.cut(model, 500_000))) {
            assertRefused(server, "the connection broke");
        }
        assertThat(shelf.incoming()).isEmptyDirectory();
    }

    @Test
    void shouldKeepTheSumOfAModelThatNobodyPublishedOneFor() throws Exception {
        shelf.publish(model, Optional.empty(), OptionalLong.empty());
        try (ModelServer server = new ModelServer(ModelServer.proper(model))) {
            Installation installed = shelf.from(server.address()).store().pull(Shelf.NAME, QUIET);

            assertThat(installed.version().sha256()).isEqualTo(Shelf.sums(model).sha256());
            assertThat(installed.version().verified()).startsWith("structure only");
        }
    }

    @Test
    void shouldGiveUpASourceThatSendsNothingMore() throws Exception {
        shelf.stallingAfter(Duration.ofMillis(400));
        CountDownLatch over = new CountDownLatch(1);
        try (ModelServer server = new ModelServer((request, out) -> {
            ModelServer.cut(model, request.from() == 0 ? 300_000 : 0).write(request, out);
            out.flush();
            over.await();
        })) {
            assertRefused(server, "it sent nothing for 0.4 s");
            over.countDown();
        }
    }

    @Test
    void shouldGiveUpASourceThatDoesNotAnswer() throws Exception {
        shelf.stallingAfter(Duration.ofSeconds(1));
        CountDownLatch over = new CountDownLatch(1);
        try (ModelServer server = new ModelServer((request, out) -> over.await())) {
            assertRefused(server, "no answer within 1 s");
            over.countDown();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"404 Not Found", "403 Forbidden", "503 Busy", "407 Proxy Authentication Required"})
    void shouldNameTheStatusOfARefusal(String status) throws Exception {
        try (ModelServer server =
                new ModelServer(ModelServer.literally(status, List.of("Content-Length: 0"), new byte[0]))) {
            assertRefused(server, "status " + status.substring(0, 3));
        }
    }

    @Test
    void shouldFollowARedirect() throws Exception {
        try (ModelServer target = new ModelServer(ModelServer.proper(model));
                ModelServer server = new ModelServer(ModelServer.literally(
                        "302 Found",
                        List.of("Location: " + target.address() + "/elsewhere", "Content-Length: 0"),
                        new byte[0]))) {
            shelf.from(server.address()).store().pull(Shelf.NAME, QUIET);
        }
        assertThat(shelf.directory.resolve("ggml-probe.bin")).hasBinaryContent(model);
    }

    @Test
    void shouldAskTheNextSourceWhenOneFails() throws Exception {
        Path stick = Files.createDirectory(scratch.resolve("stick"));
        Files.write(stick.resolve("ggml-probe.bin"), model);
        try (ModelServer server = new ModelServer(ModelServer.proper(Shelf.model(scratch, 9)))) {
            Installation installed = shelf.from(
                            "http://127.0.0.1:1/",
                            server.address(),
                            stick.toUri().toString())
                    .store()
                    .pull(Shelf.NAME, QUIET);

            assertThat(installed.version().source())
                    .isEqualTo(stick.resolve("ggml-probe.bin").toString());
        }
    }

    @Test
    void shouldNameEverySourceThatFailed() throws Exception {
        ModelException e = catchThrowableOfType(
                ModelException.class,
                () -> shelf.from("origin", scratch.resolve("nowhere").toString())
                        .store()
                        .pull(Shelf.NAME, QUIET));

        assertThat(e.problem()).isEqualTo(Problem.NOT_FETCHED);
        assertThat(e)
                .hasMessageContaining("http://127.0.0.1:1/ggml-probe.bin: it refuses connections")
                .hasMessageContaining("nowhere/ggml-probe.bin: no such file");
    }

    @Test
    void shouldRefuseACutFileOnAStick() throws Exception {
        Path stick = Files.createDirectory(scratch.resolve("stick"));
        Files.write(stick.resolve("ggml-probe.bin"), Arrays.copyOf(model, 1_000_000));

        assertFails(Problem.NOT_FETCHED, "it has 1000000 bytes", stick.toString());
    }

    @Test
    void shouldAskForRoomBeforeItFetches() throws Exception {
        shelf.keepingFree(Long.MAX_VALUE / 2);
        try (ModelServer server = new ModelServer(ModelServer.proper(model))) {
            assertRefused(Problem.NO_ROOM, server, "Not enough room in " + shelf.directory);
        }
    }

    @Test
    void shouldNotKnowANameOutsideTheCatalogue() {
        ModelException e =
                catchThrowableOfType(ModelException.class, () -> shelf.store().pull("gigantic", QUIET));

        assertThat(e.problem()).isEqualTo(Problem.NOT_FOUND);
        assertThat(e).hasMessageContaining("earshot models available");
    }

    @ParameterizedTest
    @ValueSource(strings = {"../evil", "a/b", "", ".hidden", "ggml-..bin.bin", "a..b", "-x", "a\nb"})
    void shouldRefuseNamesThatCouldBePaths(String name) {
        ModelException e =
                catchThrowableOfType(ModelException.class, () -> shelf.store().pull(name, QUIET));

        assertThat(e).hasMessageContaining("cannot be a model's name");
        assertThat(e.getMessage()).doesNotContain("\n");
    }

    @Test
    void shouldKeepAFileThatWasPlacedByHandAsAVersion() throws Exception {
        Files.createDirectories(shelf.directory);
        byte[] own = Shelf.model(scratch, 5);
        Files.write(shelf.directory.resolve("ggml-probe.bin"), own);
        try (ModelServer server = new ModelServer(ModelServer.proper(model))) {
            Installation installed = shelf.from(server.address()).store().pull(Shelf.NAME, QUIET);

            assertThat(installed.active()).isFalse();
            assertThat(installed.version().version()).isEqualTo(2);
        }
        assertThat(shelf.directory.resolve("ggml-probe.bin")).hasBinaryContent(own);
        StoredModel used = shelf.store().use(Shelf.NAME, OptionalInt.empty(), Check.NONE, QUIET);
        assertThat(used.file()).hasBinaryContent(model);
        assertThat(shelf.store().rollback(Shelf.NAME, Check.NONE, QUIET).file()).hasBinaryContent(own);
    }

    @Test
    void shouldRefuseBeforeFetchingWhenAnotherFileHasTheName() throws Exception {
        Files.createDirectories(shelf.directory);
        Files.write(shelf.directory.resolve("probe.bin"), model);
        try (ModelServer server = new ModelServer(ModelServer.proper(model))) {
            assertRefused(Problem.REFUSED, server, "probe.bin is called probe, too");
            assertThat(server.requests()).isEmpty();
        }
    }

    private void assertRefused(ModelServer server, String... words) throws Exception {
        assertRefused(Problem.NOT_FETCHED, server, words);
    }

    private void assertRefused(Problem problem, ModelServer server, String... words) throws Exception {
        assertFails(problem, String.join("|", words), server.address());
    }

    /** One of the words, and everything as it was. */
    private void assertFails(Problem problem, String words, String source) throws Exception {
        Shelf.Seen before = shelf.seen();

        ModelException e = catchThrowableOfType(
                ModelException.class, () -> shelf.from(source).store().pull(Shelf.NAME, QUIET));

        assertThat(e).isNotNull();
        assertThat(e.problem()).as(e.getMessage()).isEqualTo(problem);
        assertThat(List.of(words.split("\\|"))).as(e.getMessage()).anyMatch(e.getMessage()::contains);
        assertThat(shelf.seen()).isEqualTo(before);
    }
}
