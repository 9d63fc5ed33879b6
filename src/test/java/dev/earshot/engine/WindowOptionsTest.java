package dev.earshot.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.earshot.audio.AudioException;
import dev.earshot.audio.PcmReader;
import dev.earshot.engine.FakeModel.Call;
import dev.earshot.engine.Transcriber.Result;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What the windows of a job are asked: language, context, choice of languages. */
class WindowOptionsTest {
    private static final Duration LONG = Duration.ofMinutes(5);
    private static final Segment WORDS = new Segment(0, 1000, " words");

    private Engine engine;

    @AfterEach
    void stop() {
        engine.close();
    }

    private FakeModel start(FakeModel model, FitContext fit, String... languages) {
        EngineSettings settings = new EngineSettings(
                2, 8, Duration.ofSeconds(30), LONG, true, Duration.ofSeconds(2), fit, List.of(languages));
        engine = new Engine(settings, model, SpeechDetector.ALWAYS, EngineEvents.NONE);
        engine.start();
        await().until(() -> engine.status() instanceof EngineStatus.Ready);
        return model;
    }

    private FakeModel start(Capabilities can, FitContext fit, String... languages) {
        return start(new FakeModel(can), fit, languages);
    }

    private Transcript run(int seconds, TranscriptionOptions options) {
        return engine.transcribe(
                () -> SamplesReader.level(seconds, 0.5), options, LONG, new Cancellation(), ProgressListener.NONE);
    }

    private Transcript run(int seconds) {
        return run(seconds, TranscriptionOptions.builder().build());
    }

    private Transcript run(PcmReader audio) {
        return engine.transcribe(
                () -> audio, TranscriptionOptions.builder().build(), LONG, new Cancellation(), ProgressListener.NONE);
    }

    /** Tells how far a recording has been read. */
    private static final class CountingReader implements PcmReader {
        private final PcmReader recording;
        private final AtomicInteger samples = new AtomicInteger();

        CountingReader(PcmReader recording) {
            this.recording = recording;
        }

        int seconds() {
            return samples.get() / SAMPLE_RATE;
        }

        @Override
        public int read(float[] buffer, int offset, int length) throws AudioException {
            int read = recording.read(buffer, offset, length);
            samples.addAndGet(Math.max(0, read));
            return read;
        }

        @Override
        public OptionalLong expectedSamples() {
            return recording.expectedSamples();
        }

        @Override
        public void close() {
            recording.close();
        }
    }

    private static Result heard(String code, double probability, Segment... segments) {
        return new Result(
                List.of(segments),
                Optional.of(new DetectedLanguage(code, Map.of(code, probability))),
                Transcriber.FULL_CONTEXT,
                false);
    }

    /** Detects so in turn, and honours a given language. */
    private static void detectInTurn(FakeModel model, Result... results) {
        model.answer(call -> call.options().language().isPresent()
                ? Result.plain(List.of(WORDS), call.options())
                : results[Math.min(model.work().size(), results.length) - 1]);
    }

    @Test
    void shouldGiveLaterWindowsTheLanguageThatTheFirstSureOneWithWordsHeard() {
        FakeModel model = start(Capabilities.OWN, FitContext.NEVER);
        detectInTurn(model, heard("ja", 0.9), heard("nl", 0.4, WORDS), heard("de", 0.8, WORDS));

        Transcript transcript = run(170);

        assertThat(model.work())
                .extracting(call -> call.options().language().orElse("?"))
                .startsWith("?", "?", "?", "de", "de", "de");
        assertThat(transcript.language()).contains("de");
        assertThat(transcript.detected().orElseThrow().probability()).isEqualTo(0.8);
    }

    @Test
    void shouldCutNoWindowAheadUntilTheLanguageIsSettled() throws Exception {
        FakeModel model = start(Capabilities.OWN, FitContext.NEVER);
        detectInTurn(model, heard("de", 0.8, WORDS));
        model.hold();
        CountingReader audio = new CountingReader(SamplesReader.level(170, 0.5));

        CompletableFuture<Transcript> job = CompletableFuture.supplyAsync(() -> run(audio));

        assertThat(model.entered.tryAcquire(10, TimeUnit.SECONDS)).isTrue();
        await().during(Duration.ofMillis(200)).until(() -> audio.seconds() < 45);
        model.letThrough(1);
        await().until(() -> audio.seconds() > 75);
        model.letThrough(100);
        assertThat(job.get(10, TimeUnit.SECONDS).language()).contains("de");
    }

    @Test
    void shouldCutWindowsAheadWhereTheLibraryDoesNotTellTheLanguage() throws Exception {
        FakeModel model = start(Capabilities.STOCK, FitContext.NEVER);
        model.hold();
        CountingReader audio = new CountingReader(SamplesReader.level(170, 0.5));

        CompletableFuture<Transcript> job = CompletableFuture.supplyAsync(() -> run(audio));

        await().until(() -> audio.seconds() > 75);
        model.letThrough(100);
        assertThat(job.get(10, TimeUnit.SECONDS).language()).isEmpty();
    }

    @Test
    void shouldStopWaitingForASureWindowAndNameTheLikeliestLanguage() {
        FakeModel model = start(Capabilities.OWN, FitContext.NEVER);
        detectInTurn(model, heard("nl", 0.3, WORDS), heard("de", 0.4, WORDS), heard("af", 0.2, WORDS));

        Transcript transcript = run(170);

        assertThat(model.work()).allMatch(call -> call.options().language().isEmpty());
        assertThat(transcript.language()).contains("de");
    }

    @Test
    void shouldNotNameALanguageWhereNothingWasSaid() {
        FakeModel model = start(Capabilities.OWN, FitContext.NEVER);
        detectInTurn(model, heard("ja", 0.9));

        assertThat(run(5).detected()).isEmpty();
    }

    @Test
    void shouldFitTheContextOfShortRecordingsAlone() {
        FakeModel model = start(Capabilities.OWN, FitContext.INTERACTIVE);
        run(5);
        run(40);
        run(5, TranscriptionOptions.builder().audioContext(512).build());

        assertThat(model.work())
                .extracting(call -> call.options().fitContext())
                .containsExactly(true, false, false, false);
    }

    @Test
    void shouldFitTheContextOfAllRecordingsWhereToldAndCountWhatCameOfIt() {
        FakeModel model = start(Capabilities.OWN, FitContext.ALWAYS);
        model.answer(call -> new Result(
                List.of(WORDS),
                Optional.empty(),
                100 * model.work().size(),
                model.work().size() == 2));

        Transcript.Cost cost = run(
                        50,
                        TranscriptionOptions.builder()
                                .language(Optional.of("de"))
                                .carryText(true)
                                .build())
                .cost();

        assertThat(model.work()).hasSize(2).allMatch(call -> call.options().fitContext());
        assertThat(cost.audioContext()).isEqualTo(200);
        assertThat(cost.guardsFired()).isEqualTo(1);
    }

    @Test
    void shouldNeverFitTheContextForALibraryThatCannotTellWhenItWentWrong() {
        FakeModel model = start(Capabilities.STOCK, FitContext.ALWAYS);
        run(5);

        assertThat(model.work()).singleElement().matches(call -> !call.options().fitContext());
    }

    @Test
    void shouldDetectAmongTheDevicesLanguagesAndTheCallersOfThem() {
        FakeModel model = start(Capabilities.OWN, FitContext.NEVER, "de", "Turkish", "en");
        run(5);
        run(5, TranscriptionOptions.builder().languages(List.of("tr", "en")).build());
        run(5, TranscriptionOptions.builder().languages(List.of("tr")).build());
        run(5, TranscriptionOptions.builder().language(Optional.of("fr")).build());

        assertThat(model.work())
                .extracting(Call::options)
                .extracting(options -> options.language().orElse("?") + options.languages())
                .containsExactly("?[de, tr, en]", "?[tr, en]", "tr[]", "fr[]");
        assertThatThrownBy(() -> run(
                        5,
                        TranscriptionOptions.builder()
                                .languages(List.of("de", "fr"))
                                .build()))
                .isInstanceOfSatisfying(
                        EngineException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.BAD_REQUEST))
                .hasMessageStartingWith("'fr' is not among this device's languages (earshot.languages=de,tr,en)");
    }

    @Test
    void shouldTakeAnOnlyPossibleLanguageAsGivenAndAskNoChoiceOfALibraryThatCannot() {
        FakeModel model = start(Capabilities.STOCK, FitContext.NEVER);
        run(5, TranscriptionOptions.builder().languages(List.of("de")).build());
        run(5, TranscriptionOptions.builder().languages(List.of("de", "en")).build());

        assertThat(model.work())
                .extracting(Call::options)
                .extracting(options -> options.language().orElse("?") + options.languages())
                .containsExactly("de[]", "?[]");
    }

    @Test
    void shouldSayThatTheModelKnowsNoneOfTheDevicesLanguages() {
        start(new FakeModel(false, 1, Capabilities.OWN), FitContext.NEVER, "de", "tr");

        assertThatThrownBy(() -> run(5))
                .hasMessageStartingWith(
                        "The model fake knows none of this device's languages (earshot.languages=de,tr);");
    }

    @Test
    void shouldRefuseWordTimesThatTheLibraryCannotGive() {
        start(Capabilities.STOCK, FitContext.NEVER);

        assertThatThrownBy(() ->
                        run(5, TranscriptionOptions.builder().wordTimes(true).build()))
                .hasMessage("The native library fake (1) does not time words.");
    }

    @Test
    void shouldRefuseSettingsWithALanguageThatNobodyKnows() {
        start(Capabilities.STOCK, FitContext.NEVER);

        assertThatThrownBy(() -> new EngineSettings(1, 1, LONG, LONG, true, LONG, FitContext.NEVER, List.of("klingon")))
                .hasMessageStartingWith("'klingon' in earshot.languages is not a language that Whisper knows");
    }
}
