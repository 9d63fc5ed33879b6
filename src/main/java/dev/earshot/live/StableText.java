package dev.earshot.live;

import java.util.ArrayList;
import java.util.List;

/**
 * What two readings of a growing utterance in a row agree on (the local agreement of Macháček, Dabre and Bojar, "Turning Whisper
 * into Real-Time Transcription System", 2023). The last word of a reading may be half a word, so it never counts. Once shown as
 * stable, text stays.
 */
final class StableText {
    private List<String> before = List.of();
    private List<String> stable = List.of();

    /** Takes the next reading. */
    void read(String text) {
        List<String> words = words(text);
        int most = Math.min(before.size(), words.size() - 1);
        int agreed = 0;
        while (agreed < most && before.get(agreed).equals(words.get(agreed))) {
            agreed++;
        }
        if (agreed > stable.size() && startsWith(words, stable)) {
            stable = List.copyOf(words.subList(0, agreed));
        }
        before = words;
    }

    String stable() {
        return String.join("", stable);
    }

    /** Of the latest reading, behind what is stable. */
    String unstable() {
        return stable.size() >= before.size() ? "" : String.join("", before.subList(stable.size(), before.size()));
    }

    private static boolean startsWith(List<String> words, List<String> start) {
        return words.size() >= start.size() && words.subList(0, start.size()).equals(start);
    }

    /** Words with the space in front of them; in scripts without spaces between words, characters. */
    static List<String> words(String text) {
        List<String> words = new ArrayList<>();
        StringBuilder word = new StringBuilder();
        text.strip().codePoints().forEach(c -> {
            boolean single = Character.isIdeographic(c) || isKana(c);
            if (!word.isEmpty() && (single || Character.isWhitespace(c) || endsSingle(word))) {
                words.add(word.toString());
                word.setLength(0);
            }
            word.appendCodePoint(c);
        });
        if (!word.isEmpty()) {
            words.add(word.toString());
        }
        return words;
    }

    private static boolean endsSingle(StringBuilder word) {
        int last = word.codePointBefore(word.length());
        return Character.isIdeographic(last) || isKana(last);
    }

    private static boolean isKana(int c) {
        Character.UnicodeScript script = Character.UnicodeScript.of(c);
        return script == Character.UnicodeScript.HIRAGANA
                || script == Character.UnicodeScript.KATAKANA
                || script == Character.UnicodeScript.THAI;
    }
}
