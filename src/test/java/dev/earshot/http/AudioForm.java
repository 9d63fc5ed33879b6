package dev.earshot.http;

import java.util.ArrayList;
import java.util.List;

/**
 * A form in which people send recordings.
 *
 * @param exact whether it keeps what the 16 kHz, 16 bit original holds
 * @param command how to make it from {@code IN}
 */
record AudioForm(String name, boolean exact, String ending, String command) {
    private static final int[] RATES = {8_000, 16_000, 44_100, 48_000, 96_000};

    @Override
    public String toString() {
        return name;
    }

    /** Rates, channels and sample encodings of WAV, and what ffmpeg writes. */
    static List<AudioForm> all() {
        List<AudioForm> forms = new ArrayList<>();
        for (int rate : RATES) {
            for (int channels : new int[] {1, 2}) {
                wav(forms, rate, channels, "8 bit", false, "-b 8 -e unsigned-integer");
                wav(forms, rate, channels, "16 bit", true, "-b 16 -e signed-integer");
                wav(forms, rate, channels, "24 bit", true, "-b 24 -e signed-integer");
                wav(forms, rate, channels, "32 bit", true, "-b 32 -e signed-integer");
                wav(forms, rate, channels, "float", true, "-b 32 -e floating-point");
                wav(forms, rate, channels, "A-law", false, "-e a-law");
                wav(forms, rate, channels, "mu-law", false, "-e u-law");
            }
        }
        forms.addAll(containers());
        return forms;
    }

    private static void wav(
            List<AudioForm> forms, int rate, int channels, String samples, boolean exact, String encoding) {
        forms.add(new AudioForm(
                "wav " + rate + " Hz, " + (channels == 1 ? "mono" : "stereo") + ", " + samples,
                exact && rate >= 16_000,
                "wav",
                // -D: dither would add noise of its own
                "sox -D IN -r " + rate + " -c " + channels + " " + encoding + " OUT"));
    }

    static List<AudioForm> containers() {
        return List.of(
                ffmpeg("flac", true, "flac", "-c:a flac"),
                ffmpeg("flac 48 kHz, stereo, 24 bit", true, "flac", "-c:a flac -ar 48000 -ac 2 -sample_fmt s32"),
                ffmpeg("mp3 128 kbit/s", false, "mp3", "-c:a libmp3lame -b:a 128k"),
                ffmpeg("mp3 32 kbit/s", false, "mp3", "-c:a libmp3lame -b:a 32k"),
                ffmpeg("ogg/opus 32 kbit/s", false, "ogg", "-c:a libopus -b:a 32k"),
                ffmpeg("ogg/vorbis", false, "ogg", "-c:a libvorbis -q:a 4"),
                ffmpeg("m4a, index at the end", false, "m4a", "-c:a aac -b:a 96k"),
                ffmpeg("m4a, index in front", false, "m4a", "-c:a aac -b:a 96k -movflags +faststart"),
                ffmpeg("webm/opus", false, "webm", "-c:a libopus -b:a 48k"));
    }

    private static AudioForm ffmpeg(String name, boolean exact, String ending, String options) {
        return new AudioForm(name, exact, ending, "ffmpeg -y -loglevel error -i IN " + options + " OUT");
    }

    byte[] make(Clip clip) {
        return Conversion.of(clip.path(), ending, command);
    }
}
