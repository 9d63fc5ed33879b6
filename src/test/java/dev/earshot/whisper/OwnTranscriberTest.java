package dev.earshot.whisper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.earshot.engine.Cancellation;
import dev.earshot.engine.EngineException;
import dev.earshot.engine.ErrorCode;
import dev.earshot.engine.Segment;
import dev.earshot.engine.Transcriber;
import dev.earshot.engine.Transcriber.Result;
import dev.earshot.engine.TranscriptionOptions;
import dev.earshot.engine.Word;
import dev.earshot.http.Clip;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The demo model on our own library, clip by clip. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OwnTranscriberTest {
    private static final ContextFit FIT = new ContextFit(1, 384, true);

    private long model;
    private OwnTranscriber transcriber;

    @BeforeAll
    void open() throws Exception {
        model = Natives.openDemo();
        transcriber = new OwnTranscriber(model, () -> 1, FIT);
    }

    @AfterAll
    void close() {
        transcriber.close();
        NativeWhisper.closeModel(model);
    }

    static Stream<Clip> shortSpeech() {
        return Clip.speech().stream().filter(clip -> clip.bytes().length < 30 * 32_000);
    }

    private static TranscriptionOptions.Builder in(Clip clip) {
        return TranscriptionOptions.builder().language(Optional.of(clip.language()));
    }

    private Result transcribe(Clip clip, TranscriptionOptions options) throws Exception {
        return transcriber.transcribe(Natives.samples(clip), options, "", new Cancellation());
    }

    private static String text(Result result) {
        return String.join("", result.segments().stream().map(Segment::text).toList())
                .strip();
    }

    @ParameterizedTest
    @MethodSource("shortSpeech")
    void shouldHearTheSameWithFittedContext(Clip clip) throws Exception {
        Result full = transcribe(clip, in(clip).build());
        Result fitted = transcribe(clip, in(clip).fitContext(true).build());

        assertThat(text(full)).isEqualTo(clip.text());
        assertThat(text(fitted)).isEqualTo(clip.text());
        assertThat(full.audioContext()).isEqualTo(Transcriber.FULL_CONTEXT);
        assertThat(fitted.guardFired() || fitted.audioContext() < Transcriber.FULL_CONTEXT)
                .isTrue();
    }

    /** Detection leaves its encoded audio behind, and the run that follows uses it: nothing may differ. */
    @ParameterizedTest
    @MethodSource("shortSpeech")
    void shouldHearTheSameWhenItDetectsTheLanguage(Clip clip) throws Exception {
        Result given = transcribe(clip, in(clip).build());
        Result detected = transcribe(clip, TranscriptionOptions.builder().build());

        assertThat(given.language()).isEmpty();
        assertThat(detected.language().orElseThrow().code()).isEqualTo(clip.language());
        assertThat(detected.language().get().probabilities().values().stream()
                        .mapToDouble(Double::doubleValue)
                        .sum())
                .isCloseTo(1, within(1e-3));
        assertThat(detected.segments()).isEqualTo(given.segments());
    }

    /** whisper.cpp leaves keys and values of longer contexts where flash attention sees them in shorter ones. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void shouldNotDependOnWhatWasHeardBefore(boolean fitted) throws Exception {
        TranscriptionOptions options = in(Clip.EN1).fitContext(fitted).build();
        Result fresh;
        try (OwnTranscriber first = new OwnTranscriber(model, () -> 1, FIT)) {
            fresh = first.transcribe(Natives.samples(Clip.EN1), options, "", new Cancellation());
        }
        for (Clip before : shortSpeech().toList()) {
            transcribe(before, in(before).fitContext(!fitted).build());

            assertThat(transcribe(Clip.EN1, options).segments())
                    .as("after " + before)
                    .isEqualTo(fresh.segments());
        }
    }

    @Test
    void shouldAskBeforeEachWindowHowManyThreadsToComputeWith() {
        AtomicInteger asked = new AtomicInteger();
        try (OwnTranscriber paced = new OwnTranscriber(model, () -> 1 + asked.getAndIncrement() % 2, FIT)) {
            TranscriptionOptions options = TranscriptionOptions.builder()
                    .language(Optional.of("en"))
                    .fitContext(false)
                    .build();
            paced.transcribe(new float[16_000], options, "", new Cancellation());
            paced.transcribe(new float[16_000], options, "", new Cancellation());
        }

        assertThat(asked).hasValue(2);
    }

    @Test
    void shouldChooseAmongTheAllowedLanguagesOnly() throws Exception {
        Result result = transcribe(
                Clip.EN1,
                TranscriptionOptions.builder().languages(List.of("de", "fr")).build());

        assertThat(result.language().orElseThrow().code()).isIn("de", "fr");
        assertThat(result.language().get().probabilities().keySet()).isSubsetOf("de", "fr");
    }

    @ParameterizedTest
    @MethodSource("shortSpeech")
    void shouldTimeEveryWordInsideItsSegment(Clip clip) throws Exception {
        Result result = transcribe(clip, in(clip).wordTimes(true).build());

        for (Segment segment : result.segments()) {
            String joined =
                    String.join("", segment.words().stream().map(Word::text).toList());
            assertThat(joined).isEqualTo(segment.text());
            long last = segment.startMs();
            for (Word word : segment.words()) {
                assertThat(word.startMs()).as(word.toString()).isGreaterThanOrEqualTo(last);
                assertThat(word.probability()).isBetween(0.0, 1.0);
                last = word.endMs();
            }
            assertThat(last).isLessThanOrEqualTo(segment.endMs() + 500);
        }
    }

    @Test
    void shouldTellHowSureItWas() throws Exception {
        Segment segment = transcribe(Clip.EN1, in(Clip.EN1).build()).segments().get(0);

        assertThat(segment.statistics()).isPresent();
        assertThat(segment.statistics().get().avgLogprob()).isBetween(-0.5, 0.0);
        assertThat(segment.statistics().get().noSpeechProbability()).isBetween(0.0, 0.5);
        assertThat(segment.statistics().get().temperature()).isZero();
        assertThat(segment.tokens()).hasSize(segment.text().strip().split(" ").length);
        double mean = segment.tokens().stream()
                .mapToDouble(token -> token.logprob())
                .average()
                .orElseThrow();
        assertThat(segment.statistics().get().avgLogprob()).isCloseTo(mean, within(1e-6));
    }

    @Test
    void shouldTellTheTemperatureOfATextThatWasDrawn() throws Exception {
        Segment segment = transcribe(Clip.EN1, in(Clip.EN1).temperature(0.2f).build())
                .segments()
                .get(0);

        assertThat(segment.statistics().orElseThrow().temperature()).isEqualTo(0.2);
    }

    @Test
    void shouldReadAGuessAgainWithTheFullContext() throws Exception {
        // a threshold of 0 makes every text a guess
        Result result = transcribe(
                Clip.EN1, in(Clip.EN1).fitContext(true).logprobThreshold(0).build());

        assertThat(result.guardFired()).isTrue();
        assertThat(result.audioContext()).isEqualTo(Transcriber.FULL_CONTEXT);
        assertThat(text(result)).isEqualTo(Clip.EN1.text());
    }

    @Test
    void shouldLeaveAGuessAsItIsForWhoHasNoTimeForAnotherReading() throws Exception {
        Result result = transcribe(
                Clip.EN1,
                in(Clip.EN1)
                        .fitContext(true)
                        .secondReading(false)
                        .temperatureIncrement(0)
                        .logprobThreshold(0)
                        .build());

        assertThat(result.guardFired()).isFalse();
        assertThat(result.audioContext()).isLessThan(Transcriber.FULL_CONTEXT);
        assertThat(text(result)).isEqualTo(Clip.EN1.text());
    }

    /** whisper.cpp 1.9.1 counts below zero where a carried prompt meets room for a single token. */
    @Test
    void shouldLiveWithAPromptAndRoomForFewTokens() throws Exception {
        for (int room = 0; room < 4; room++) {
            TranscriptionOptions options = in(Clip.EN1).maxTextContext(room).build();

            Result result = transcriber.transcribe(
                    Natives.samples(Clip.EN1), options, "lights and weather", new Cancellation());

            assertThat(text(result)).as("room for %s", room).isEqualTo(Clip.EN1.text());
        }
    }

    @Test
    void shouldRefuseToRunForACancelledJob() throws Exception {
        Cancellation cancelled = new Cancellation();
        cancelled.cancel(new EngineException(ErrorCode.CLIENT_GONE, "gone"));
        float[] samples = Natives.samples(Clip.EN1);

        assertThatThrownBy(() -> transcriber.transcribe(samples, in(Clip.EN1).build(), "", cancelled))
                .hasMessage("gone");
        assertThat(text(transcribe(Clip.EN1, in(Clip.EN1).build()))).isEqualTo(Clip.EN1.text());
    }

    @Test
    void shouldRefuseSamplesThatAreNotNumbers() {
        float[] samples = new float[32_000];
        samples[7] = Float.NaN;

        assertThatThrownBy(() -> transcriber.transcribe(
                        samples, TranscriptionOptions.builder().build(), "", new Cancellation()))
                .isInstanceOf(EngineException.class)
                .hasMessage("The recording holds samples that are not numbers.");
        assertThatThrownBy(() -> NativeWhisper.run(1, 1, new byte[3], samples)).isInstanceOf(RuntimeException.class);
    }
}
