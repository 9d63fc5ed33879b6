package dev.earshot.engine;

import dev.earshot.audio.AudioException;
import dev.earshot.audio.PcmReader;
import dev.earshot.audio.Region;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Cuts a recording into windows that hold speech and short pauses; long pauses are left out. For a library whose encoder
 * takes as long as the window is, so that silence costs nothing.
 *
 * <p>Half a minute is looked at as a whole. Speech that may go on behind it moves to the front and is looked at again with
 * what follows; what was taken for speech once remains it. A whole half minute without speech is a window without speech.
 */
final class SpeechCutter implements Windows {
    /** Stays of a silent half minute, so that a word that begins at its end is seen from its beginning. */
    private static final int KEPT = PcmReader.SAMPLE_RATE;

    /**
     * Where unbroken speech is cut if it can be chosen. Attention costs the square of a window's length and each window some of its
     * own; whole minutes are three of these.
     */
    private static final int BEST_LENGTH = 20 * PcmReader.SAMPLE_RATE;

    private final SampleBuffer buffer;
    private final SpeechDetector speech;
    private final int longestPause;

    /** Speech in the buffer, by its positions there; empty if the buffer must be looked at. */
    private List<Region> found = List.of();

    /** So many samples at the front are speech, whatever the next look says. */
    private int known;

    SpeechCutter(SampleBuffer buffer, SpeechDetector speech, Duration longestPause) {
        this.buffer = buffer;
        this.speech = speech;
        this.longestPause =
                (int) Math.min(SampleBuffer.LONGEST, longestPause.toMillis() * PcmReader.SAMPLE_RATE / 1000);
    }

    @Override
    public Window next() throws AudioException {
        while (true) {
            if (found.isEmpty()) {
                buffer.fill();
                if (buffer.size() == 0) {
                    return null;
                }
                found = look();
                if (found.isEmpty()) {
                    return silence();
                }
            }
            int from = found.get(0).from();
            int regions = 1;
            while (regions < found.size() && pauseBehind(regions - 1) <= longestPause) {
                regions++;
            }
            int to = found.get(regions - 1).to();
            if (buffer.ended() || buffer.size() - to > longestPause) {
                return speech(from, to, regions);
            }
            if (buffer.full() && from == 0) {
                return cut();
            }
            moveToFront(from, to);
        }
    }

    private int pauseBehind(int region) {
        return found.get(region + 1).from() - found.get(region).to();
    }

    private List<Region> look() {
        List<Region> regions = new ArrayList<>();
        if (known > 0) {
            regions.add(new Region(0, known));
        }
        for (Region region : speech.regions(buffer.copy(0, buffer.size()))) {
            if (region.to() > known) {
                regions.add(new Region(Math.max(known, region.from()), region.to()));
            }
        }
        known = 0;
        keepShortEnds(regions);
        return regions;
    }

    /** A short pause before the first or after the last word is one like any other, and models like some silence there. */
    private void keepShortEnds(List<Region> regions) {
        if (!regions.isEmpty() && regions.get(0).from() <= longestPause) {
            regions.set(0, new Region(0, regions.get(0).to()));
        }
        int last = regions.size() - 1;
        if (last >= 0 && buffer.ended() && buffer.size() - regions.get(last).to() <= longestPause) {
            regions.set(last, new Region(regions.get(last).from(), buffer.size()));
        }
    }

    private Window silence() {
        int length = buffer.ended() ? buffer.size() : buffer.size() - KEPT;
        Window window = new Window(buffer.position(), buffer.copy(0, length), false, buffer.ended());
        buffer.drop(length);
        return window;
    }

    private Window speech(int from, int to, int regions) {
        Window window = new Window(buffer.position() + from, buffer.copy(from, to), true, buffer.ended());
        boolean more = regions < found.size();
        int done = more ? to : buffer.ended() ? buffer.size() : Math.max(to, buffer.size() - KEPT);
        found = found.subList(regions, found.size()).stream()
                .map(region -> new Region(region.from() - done, region.to() - done))
                .toList();
        buffer.drop(done);
        return window;
    }

    private void moveToFront(int from, int to) {
        buffer.drop(from);
        known = to - from;
        found = List.of();
    }

    /** Speech fills the buffer. */
    private Window cut() {
        int cut = QuietestCut.in(buffer, BEST_LENGTH);
        int end = cut;
        for (Region region : found) {
            if (region.from() < cut) {
                end = Math.min(cut, region.to());
                known = Math.max(0, region.to() - cut);
            }
        }
        Window window = new Window(buffer.position(), buffer.copy(0, end), true, false);
        buffer.drop(cut);
        found = List.of();
        return window;
    }
}
