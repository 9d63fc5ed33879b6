package dev.earshot.engine;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * What a caller may ask of one transcription. Names and meaning of the decoder's numbers are whisper.cpp's.
 *
 * @param model name of a loaded model that should hear the recording; empty to let its length decide. One that is not loaded has
 *     no effect, see {@link ProgressListener#begins}
 * @param task words as spoken, or in English
 * @param language ISO 639-1 code, or empty to let the model decide
 * @param languages codes that detection chooses among, empty for all that the model knows; a given language wins over it
 * @param prompt text that sets vocabulary and style; applies to every window
 * @param carryText also gives each window the text of the one before
 * @param beamSize hypotheses of the beam search; 1 is greedy
 * @param bestOf samples drawn per step where the temperature is above 0
 * @param temperature 0..1; 0 takes the likeliest token
 * @param temperatureIncrement step of the temperature fallback, at least {@link #LEAST_INCREMENT}; 0 switches it off
 * @param entropyThreshold below it a decode counts as repetitive and falls back
 * @param logprobThreshold below it a decode counts as unsure and falls back
 * @param noSpeechThreshold probability above which a window counts as silent
 * @param audioContext encoder positions (50 per second), 0 for all 1,500
 * @param maxTextContext tokens of prompt and previous text, -1 for the model's own limit
 * @param suppressNonSpeech keeps the model from writing brackets and notes
 * @param wordTimes time single words, where the library can
 * @param fitContext the encoder's context may follow the length of the window; never together with an audioContext
 * @param secondReading a text that was read with a fitted context and looks wrong is read again in full, where the device does so
 * @param offset where in the recording to start
 * @param length how much of the recording to use, empty for all
 */
public record TranscriptionOptions(
        Optional<String> model,
        Task task,
        Optional<String> language,
        List<String> languages,
        String prompt,
        boolean carryText,
        int beamSize,
        int bestOf,
        float temperature,
        float temperatureIncrement,
        float entropyThreshold,
        float logprobThreshold,
        float noSpeechThreshold,
        int audioContext,
        int maxTextContext,
        boolean suppressNonSpeech,
        boolean wordTimes,
        boolean fitContext,
        boolean secondReading,
        Duration offset,
        Optional<Duration> length) {

    /** whisper.cpp adds it up to 1 in single precision: a tiny one would never get there. */
    public static final float LEAST_INCREMENT = 0.1f;

    public TranscriptionOptions {
        Objects.requireNonNull(model, "model");
        Objects.requireNonNull(task, "task");
        Objects.requireNonNull(language, "language");
        languages = List.copyOf(languages);
        Objects.requireNonNull(prompt, "prompt");
        requireRange(beamSize, 1, 8, "beamSize");
        requireRange(bestOf, 1, 8, "bestOf");
        requireRange(temperature, 0, 1, "temperature");
        requireRange(temperatureIncrement, 0, 1, "temperatureIncrement");
        if (temperatureIncrement != 0) {
            requireRange(temperatureIncrement, LEAST_INCREMENT, 1, "temperatureIncrement other than 0");
        }
        requireRange(audioContext, 0, 1500, "audioContext");
        if (fitContext && audioContext != 0) {
            throw new IllegalArgumentException("a fitted context and an audioContext of " + audioContext);
        }
        if (offset.isNegative()) {
            throw new IllegalArgumentException("offset must not be negative");
        }
    }

    private static void requireRange(float value, float least, float most, String name) {
        if (!(value >= least && value <= most)) {
            throw new IllegalArgumentException(name + " must be " + least + " to " + most + ", not " + value);
        }
    }

    /** Whether a text that looks wrong can lead to another reading. */
    boolean mayReadAgain() {
        return temperatureIncrement > 0 || fitContext && secondReading;
    }

    /** Greedy, with a fallback of at most two warmer tries; the language is the model's guess. */
    public static Builder builder() {
        return new Builder();
    }

    /** The same wishes, to change some of them. */
    public Builder toBuilder() {
        return new Builder()
                .model(model)
                .task(task)
                .language(language)
                .languages(languages)
                .prompt(prompt)
                .carryText(carryText)
                .beamSize(beamSize)
                .bestOf(bestOf)
                .temperature(temperature)
                .temperatureIncrement(temperatureIncrement)
                .entropyThreshold(entropyThreshold)
                .logprobThreshold(logprobThreshold)
                .noSpeechThreshold(noSpeechThreshold)
                .audioContext(audioContext)
                .maxTextContext(maxTextContext)
                .suppressNonSpeech(suppressNonSpeech)
                .wordTimes(wordTimes)
                .fitContext(fitContext)
                .secondReading(secondReading)
                .offset(offset)
                .length(length);
    }

    /** Collects the options that differ from the defaults. */
    public static final class Builder {
        private Optional<String> model = Optional.empty();
        private Task task = Task.TRANSCRIBE;
        private Optional<String> language = Optional.empty();
        private List<String> languages = List.of();
        private String prompt = "";
        private boolean carryText;
        private int beamSize = 1;
        private int bestOf = 1;
        private float temperature;
        private float temperatureIncrement = 0.4f;
        private float entropyThreshold = 2.4f;
        private float logprobThreshold = -1.0f;
        private float noSpeechThreshold = 0.6f;
        private int audioContext;
        private int maxTextContext = -1;
        private boolean suppressNonSpeech = true;
        private boolean wordTimes;
        private boolean fitContext;
        private boolean secondReading = true;
        private Duration offset = Duration.ZERO;
        private Optional<Duration> length = Optional.empty();

        private Builder() {}

        public Builder model(Optional<String> value) {
            model = value;
            return this;
        }

        public Builder task(Task value) {
            task = value;
            return this;
        }

        public Builder language(Optional<String> value) {
            language = value;
            return this;
        }

        public Builder languages(List<String> value) {
            languages = value;
            return this;
        }

        public Builder prompt(String value) {
            prompt = value;
            return this;
        }

        public Builder carryText(boolean value) {
            carryText = value;
            return this;
        }

        public Builder beamSize(int value) {
            beamSize = value;
            return this;
        }

        public Builder bestOf(int value) {
            bestOf = value;
            return this;
        }

        public Builder temperature(float value) {
            temperature = value;
            return this;
        }

        public Builder temperatureIncrement(float value) {
            temperatureIncrement = value;
            return this;
        }

        public Builder entropyThreshold(float value) {
            entropyThreshold = value;
            return this;
        }

        public Builder logprobThreshold(float value) {
            logprobThreshold = value;
            return this;
        }

        public Builder noSpeechThreshold(float value) {
            noSpeechThreshold = value;
            return this;
        }

        public Builder audioContext(int value) {
            audioContext = value;
            return this;
        }

        public Builder maxTextContext(int value) {
            maxTextContext = value;
            return this;
        }

        public Builder suppressNonSpeech(boolean value) {
            suppressNonSpeech = value;
            return this;
        }

        public Builder wordTimes(boolean value) {
            wordTimes = value;
            return this;
        }

        public Builder fitContext(boolean value) {
            fitContext = value;
            return this;
        }

        public Builder secondReading(boolean value) {
            secondReading = value;
            return this;
        }

        public Builder offset(Duration value) {
            offset = value;
            return this;
        }

        public Builder length(Optional<Duration> value) {
            length = value;
            return this;
        }

        public TranscriptionOptions build() {
            return new TranscriptionOptions(
                    model,
                    task,
                    language,
                    languages,
                    prompt,
                    carryText,
                    beamSize,
                    bestOf,
                    temperature,
                    temperatureIncrement,
                    entropyThreshold,
                    logprobThreshold,
                    noSpeechThreshold,
                    audioContext,
                    maxTextContext,
                    suppressNonSpeech,
                    wordTimes,
                    fitContext,
                    secondReading,
                    offset,
                    length);
        }
    }
}
