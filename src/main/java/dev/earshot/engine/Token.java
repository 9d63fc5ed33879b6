package dev.earshot.engine;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * A piece of text as the model's vocabulary has it. It may end in the middle of a character, so it is bytes; the array is
 * copied on the way in and out.
 *
 * @param id number in the model's vocabulary
 * @param utf8 its bytes; a leading space is part of it
 * @param logprob natural logarithm of the probability that the model gave it, at most 0
 */
public record Token(int id, byte[] utf8, double logprob) {
    public Token {
        utf8 = utf8.clone();
    }

    @Override
    public byte[] utf8() {
        return utf8.clone();
    }

    /** The bytes as text; a cut character becomes U+FFFD. */
    public String text() {
        return new String(utf8, StandardCharsets.UTF_8);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Token that
                && id == that.id
                && Double.compare(logprob, that.logprob) == 0
                && Arrays.equals(utf8, that.utf8);
    }

    @Override
    public int hashCode() {
        return 31 * (31 * id + Arrays.hashCode(utf8)) + Double.hashCode(logprob);
    }

    @Override
    public String toString() {
        return "Token[" + id + ", '" + text() + "', " + logprob + "]";
    }
}
