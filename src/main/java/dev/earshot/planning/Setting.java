package dev.earshot.planning;

import java.util.Arrays;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;

/**
 * How a model is computed.
 *
 * @param threads of a lane
 * @param flashAttention encodes faster and decodes a little slower; the bundled library takes no notice
 * @param context what the encoder looks at
 */
public record Setting(int threads, boolean flashAttention, Context context) {
    /** How much of the encoder a short recording uses. */
    public enum Context {
        /** As much as the recording is long. */
        FITTED,
        /** All of it, as if the recording had half a minute. */
        FULL;

        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }

        static Optional<Context> of(String word) {
            return Arrays.stream(values())
                    .filter(context -> context.word().equals(word))
                    .findFirst();
        }
    }

    public Setting {
        if (threads < 1) {
            throw new IllegalArgumentException("threads must be at least 1, not " + threads);
        }
        Objects.requireNonNull(context, "context");
    }

    Setting with(Context other) {
        return new Setting(threads, flashAttention, other);
    }

    /** {@code 2 threads, flash attention on, context fitted}. */
    @Override
    public String toString() {
        return threads + (threads == 1 ? " thread" : " threads") + ", flash attention "
                + (flashAttention ? "on" : "off") + ", context " + context.word();
    }
}
