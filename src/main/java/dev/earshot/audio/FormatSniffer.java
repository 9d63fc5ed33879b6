package dev.earshot.audio;

import static dev.earshot.audio.AudioException.Problem.EMPTY;
import static dev.earshot.audio.AudioException.Problem.UNKNOWN_FORMAT;
import static dev.earshot.audio.AudioException.Problem.UNREADABLE;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;

/** Tells what a recording is by its content. */
final class FormatSniffer {
    private FormatSniffer() {}

    /**
     * @throws AudioException EMPTY without a byte; UNKNOWN_FORMAT for a file of another known kind; UNREADABLE for
     *     text and for bytes that look like nothing
     */
    static ContainerFormat sniff(AudioSource source) throws IOException, AudioException {
        try (InputStream in = source.open()) {
            Head head = new Head(in.readNBytes(Head.SIZE));
            if (head.length() == 0) {
                throw new AudioException(EMPTY, "The recording has no bytes at all.");
            }
            Head sound = head.has(0, "ID3") ? behindId3(head, in) : head;
            for (ContainerFormat format : ContainerFormat.values()) {
                if (format.matches(sound)) {
                    return format;
                }
            }
            throw refusal(head);
        }
    }

    /** An ID3v2 tag may stand before MP3, AAC and FLAC, and holds a picture of any size. */
    private static Head behindId3(Head head, InputStream in) throws IOException {
        long tag = 10L + (head.at(6) << 21 | head.at(7) << 14 | head.at(8) << 7 | head.at(9));
        if (head.at(9) < 0 || tag + 16 < head.length()) {
            return head.at(9) < 0 ? head : head.from((int) tag);
        }
        long missing = tag - head.length();
        if (missing < 0) {
            byte[] more = in.readNBytes(Head.SIZE);
            byte[] joined = new byte[(int) -missing + more.length];
            for (int i = 0; i < -missing; i++) {
                joined[i] = (byte) head.at((int) tag + i);
            }
            System.arraycopy(more, 0, joined, (int) -missing, more.length);
            return new Head(joined);
        }
        try {
            in.skipNBytes(missing);
        } catch (EOFException e) {
            return head; // cut off inside its tag, so there is no sound to recognise
        }
        return new Head(in.readNBytes(Head.SIZE));
    }

    private static AudioException refusal(Head head) {
        String seen = " (it starts with " + head + "). Understood are " + ContainerFormat.understood() + ".";
        for (ForeignFormat foreign : ForeignFormat.values()) {
            if (foreign.matches(head)) {
                return new AudioException(
                        UNKNOWN_FORMAT, "This is " + foreign.description() + ", which is not understood" + seen);
            }
        }
        return new AudioException(
                UNREADABLE,
                (head.looksLikeText() ? "This looks like text, not like a recording" : "This is no known recording")
                        + seen);
    }
}
