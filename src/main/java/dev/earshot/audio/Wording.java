package dev.earshot.audio;

import java.util.Locale;
import java.util.concurrent.TimeUnit;

/** Numbers and bytes as they read in an {@link AudioException}'s message. */
final class Wording {
    private Wording() {}

    /** "3 h 2 min", "1 min 5 s", "2.50 s": two units are enough to find one's recording by. */
    static String duration(double seconds) {
        if (seconds < 60) {
            return String.format(Locale.ROOT, "%.2f s", seconds);
        }
        long whole = (long) seconds;
        long hours = TimeUnit.SECONDS.toHours(whole);
        long minutes = TimeUnit.SECONDS.toMinutes(whole) % 60;
        return hours > 0 ? hours + " h " + minutes + " min" : minutes + " min " + whole % 60 + " s";
    }

    /** "68 65 6c 6c 'hell'": eight bytes at most, nothing unprintable. */
    static String bytes(byte[] head, int length) {
        int shown = Math.min(length, 8);
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < shown; i++) {
            text.append(String.format(Locale.ROOT, "%02x ", head[i] & 0xff));
        }
        return text.append('\'').append(printable(head, 0, shown)).append('\'').toString();
    }

    static String printable(byte[] bytes, int from, int length) {
        StringBuilder text = new StringBuilder();
        for (int i = from; i < from + length; i++) {
            text.append(bytes[i] >= 0x20 && bytes[i] < 0x7f ? (char) bytes[i] : '.');
        }
        return text.toString();
    }

    /** Another program's words on one line, without control characters, bounded. */
    static String oneLine(String text, int limit) {
        String line = text.replaceAll("[\\p{Cntrl}\\s]+", " ").strip();
        return line.length() <= limit ? line : line.substring(0, limit) + "...";
    }
}
