package dev.earshot.live.wyoming;

import java.util.ArrayList;
import java.util.List;

/**
 * The text of what may be several utterances, sent in chunks while it grows. Chunks since the last start, joined, are the text:
 * should a final reading not begin with what was sent already, the chunks start anew. Used by one thread at a time.
 */
final class GrowingText {
    private String known = "";
    private String sent = "";
    private boolean started;

    /** @param stable of the utterance that is being said, nothing of which will be taken back before it is final */
    List<WyomingEvent> stable(String stable) {
        String now = joined(known, stable);
        return now.length() > sent.length() && now.startsWith(sent) ? upTo(now) : List.of();
    }

    /** @param text of an utterance, final */
    List<WyomingEvent> known(String text) {
        known = joined(known, text);
        return upTo(known);
    }

    private List<WyomingEvent> upTo(String text) {
        List<WyomingEvent> events = new ArrayList<>();
        boolean contradicted = !text.startsWith(sent);
        if (!started || contradicted) {
            events.add(WyomingEvent.of("transcript-start"));
            started = true;
            sent = "";
        }
        if (text.length() > sent.length()) {
            events.add(WyomingEvent.text("transcript-chunk", text.substring(sent.length())));
            sent = text;
        }
        return events;
    }

    String text() {
        return known;
    }

    private static String joined(String before, String after) {
        if (before.isEmpty() || after.isEmpty()) {
            return before + after;
        }
        boolean spaced = isSpaced(before.codePointBefore(before.length())) && isSpaced(after.codePointAt(0));
        return before + (spaced ? " " : "") + after;
    }

    /** Whether the script has spaces between words. */
    private static boolean isSpaced(int c) {
        Character.UnicodeScript script = Character.UnicodeScript.of(c);
        return !Character.isIdeographic(c)
                && script != Character.UnicodeScript.HIRAGANA
                && script != Character.UnicodeScript.KATAKANA
                && script != Character.UnicodeScript.THAI;
    }
}
