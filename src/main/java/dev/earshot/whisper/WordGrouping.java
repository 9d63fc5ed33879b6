package dev.earshot.whisper;

import dev.earshot.engine.Word;
import dev.earshot.whisper.NativeOutcome.NativeToken;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Makes words of tokens. A word begins at a token that begins with a space; where a script sets none, at each token that begins
 * with a whole character, as OpenAI's reference does. Punctuation stays with the word before it.
 */
final class WordGrouping {
    private static final Set<String> WITHOUT_SPACES = Set.of("zh", "ja", "th", "lo", "my", "yue");

    private final boolean spaces;
    private final long lengthMs;
    private final List<Word> words = new ArrayList<>();
    private final List<NativeToken> open = new ArrayList<>();
    private long last;

    private WordGrouping(String language, long lengthMs) {
        this.spaces = !WITHOUT_SPACES.contains(language);
        this.lengthMs = lengthMs;
    }

    /**
     * @param tokens of one segment, timed
     * @param language ISO 639-1
     * @param startMs of the segment; no word begins before it
     * @param lengthMs of the window; no word ends after it
     */
    static List<Word> of(List<NativeToken> tokens, String language, long startMs, long lengthMs) {
        WordGrouping grouping = new WordGrouping(language, lengthMs);
        grouping.last = startMs;
        for (NativeToken token : tokens) {
            if (grouping.begins(token)) {
                grouping.close();
            }
            grouping.open.add(token);
        }
        grouping.close();
        return grouping.words;
    }

    private boolean begins(NativeToken token) {
        if (token.text().length == 0 || open.isEmpty() || !whole()) {
            return false;
        }
        if (token.text()[0] == ' ') {
            return true;
        }
        return !spaces && !punctuation(token);
    }

    /** Whether what is open ends with a whole character. */
    private boolean whole() {
        byte[] bytes = bytes();
        int at = bytes.length - 1;
        int following = 0;
        while (at >= 0 && (bytes[at] & 0xC0) == 0x80) {
            at--;
            following++;
        }
        int lead = at < 0 ? 0 : bytes[at] & 0xFF;
        int needed = lead >= 0xF0 ? 3 : lead >= 0xE0 ? 2 : lead >= 0xC0 ? 1 : 0;
        return following >= needed;
    }

    private static boolean punctuation(NativeToken token) {
        return new String(token.text(), StandardCharsets.UTF_8).codePoints().noneMatch(Character::isLetterOrDigit);
    }

    private byte[] bytes() {
        ByteArrayOutputStream joined = new ByteArrayOutputStream();
        open.forEach(token -> joined.writeBytes(token.text()));
        return joined.toByteArray();
    }

    private void close() {
        String text = new String(bytes(), StandardCharsets.UTF_8);
        if (!text.isBlank()) {
            long start = clamp(open.get(0).from() * 10, last);
            long end = clamp(open.get(open.size() - 1).to() * 10, start);
            double probability = open.stream()
                    .mapToDouble(NativeToken::probability)
                    .average()
                    .orElse(0);
            words.add(new Word(start, end, text, probability));
            last = end;
        }
        open.clear();
    }

    private long clamp(long value, long least) {
        return Math.max(least, Math.min(Math.max(least, lengthMs), value));
    }
}
