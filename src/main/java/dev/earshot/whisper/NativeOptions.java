package dev.earshot.whisper;

import dev.earshot.engine.Languages;
import dev.earshot.engine.Task;
import dev.earshot.engine.TranscriptionOptions;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/**
 * A run's options on their way to native code.
 *
 * @param options the caller's wishes
 * @param prompt text to set before the window
 * @param threads to compute with
 * @param audioContext encoder positions, 0 for all
 * @param temperatureIncrement step of the fallback; 0 for a single try
 * @param tokenCap tokens a window may have, 0 for whisper.cpp's own limit
 */
record NativeOptions(
        TranscriptionOptions options,
        String prompt,
        int threads,
        int audioContext,
        float temperatureIncrement,
        int tokenCap) {
    /** Version of the order below; the native side holds the same. */
    static final int LAYOUT = 1;

    /** whisper.cpp's own default: as much as the model can take. */
    private static final int ALL_TEXT_CONTEXT = 16_384;

    /** In the order in which {@code own_natives.cpp} reads them, little endian. */
    byte[] bytes() {
        byte[] language = utf8(options.language().orElse(""));
        byte[] text = utf8(prompt);
        List<Integer> languages =
                options.languages().stream().map(Languages::number).toList();
        ByteBuffer to = ByteBuffer.allocate(25 * Integer.BYTES + language.length + text.length + 4 * languages.size())
                .order(ByteOrder.LITTLE_ENDIAN);
        to.putInt(LAYOUT);
        to.putInt(options.beamSize());
        to.putInt(options.bestOf());
        to.putInt(threads);
        to.putInt(audioContext);
        to.putInt(options.maxTextContext() < 0 ? ALL_TEXT_CONTEXT : options.maxTextContext());
        to.putInt(tokenCap);
        to.putInt(flag(options.task() == Task.TRANSLATE));
        to.putInt(flag(options.wordTimes()));
        to.putInt(flag(options.suppressNonSpeech()));
        to.putInt(flag(true)); // the prompt goes before each window
        to.putFloat(options.temperature());
        to.putFloat(temperatureIncrement);
        to.putFloat(options.entropyThreshold());
        to.putFloat(options.logprobThreshold());
        to.putFloat(options.noSpeechThreshold());
        to.putInt(language.length).put(language);
        to.putInt(languages.size());
        languages.forEach(to::putInt);
        to.putInt(text.length).put(text);
        return Arrays.copyOf(to.array(), to.position());
    }

    private static int flag(boolean value) {
        return value ? 1 : 0;
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
