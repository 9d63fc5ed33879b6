package dev.earshot.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.earshot.engine.ModelLoader.ModelFacts;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class HearerChoiceTest {
    private static final TranscriptionOptions ANY =
            TranscriptionOptions.builder().build();

    private final ModelFacts interactive = facts("quick", true, 99);
    private final ModelFacts batch = facts("careful", true, 99);

    private static ModelFacts facts(String name, boolean canTranslate, int languages) {
        return new ModelFacts(
                name,
                "tiny",
                "f16",
                1,
                Optional.empty(),
                languages,
                canTranslate,
                new LibraryFacts("fake", "1", "none", List.of("CPU"), Optional.empty()),
                Capabilities.STOCK);
    }

    private static boolean isBatch(
            JobClass jobClass, TranscriptionOptions options, ModelFacts interactive, ModelFacts batch) {
        return HearerChoice.isBatch(jobClass, options, interactive, batch, List.of());
    }

    @Test
    void shouldGoByTheLengthWhereBothCanDoWhatIsAsked() {
        assertThat(isBatch(JobClass.BATCH, ANY, interactive, batch)).isTrue();
        assertThat(isBatch(JobClass.INTERACTIVE, ANY, interactive, batch)).isFalse();
    }

    @Test
    void shouldTakeTheOneThatIsNamedWhateverTheLength() {
        for (JobClass jobClass : JobClass.values()) {
            assertThat(isBatch(jobClass, named("careful"), interactive, batch)).isTrue();
            assertThat(isBatch(jobClass, named("quick"), interactive, batch)).isFalse();
        }
    }

    @Test
    void shouldGoByTheLengthWhereTheNamedOneIsNotLoaded() {
        assertThat(isBatch(JobClass.BATCH, named("gone"), interactive, batch)).isTrue();
        assertThat(isBatch(JobClass.INTERACTIVE, named("gone"), interactive, batch))
                .isFalse();
    }

    private static TranscriptionOptions named(String model) {
        return TranscriptionOptions.builder().model(Optional.of(model)).build();
    }

    /** As large-v3-turbo, which translates nothing. */
    @Test
    void shouldTakeTheOtherWhereTheOneForThisLengthCannot() {
        TranscriptionOptions translate =
                TranscriptionOptions.builder().task(Task.TRANSLATE).build();
        TranscriptionOptions german =
                TranscriptionOptions.builder().language(Optional.of("de")).build();

        assertThat(isBatch(JobClass.BATCH, translate, interactive, facts("turbo", false, 99)))
                .isFalse();
        assertThat(isBatch(JobClass.INTERACTIVE, german, facts("base.en", false, 1), batch))
                .isTrue();
    }

    @Test
    void shouldGoByTheLengthWhereNeitherCan() {
        TranscriptionOptions german =
                TranscriptionOptions.builder().language(Optional.of("de")).build();
        ModelFacts english = facts("base.en", false, 1);

        assertThat(isBatch(JobClass.BATCH, german, english, facts("small.en", false, 1)))
                .isTrue();
        assertThat(isBatch(JobClass.INTERACTIVE, german, english, facts("small.en", false, 1)))
                .isFalse();
    }
}
