package dev.earshot.audio;

import static dev.earshot.audio.AudioException.Problem.DECODER_MISSING;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Opens recordings of any container and codec as 16 kHz mono samples. The content decides what a recording is,
 * never its name.
 *
 * <p>WAV is read here, without another program; everything else goes through a child process of ffmpeg, whose
 * output is WAV at the recording's own rate and channels and takes the same way from there on.
 *
 * <p>Has no state; any number of threads may open recordings at the same time.
 */
public final class AudioDecoder {
    private final AudioSettings settings;

    public AudioDecoder(AudioSettings settings) {
        this.settings = Objects.requireNonNull(settings, "settings");
    }

    /** Whether anything but WAV can be decoded; looked up anew each time, so that an installation is noticed. */
    public boolean ffmpegAvailable() {
        return FfmpegProgram.find(settings.ffmpeg()).isPresent();
    }

    /**
     * Opens a recording and decodes its first block.
     *
     * @throws AudioException for everything that shows from the start: unknown, damaged, cut off, empty, too long
     */
    public PcmReader open(AudioSource source) throws AudioException {
        try {
            ContainerFormat format = FormatSniffer.sniff(source);
            return format == ContainerFormat.WAV ? openWav(source) : openFfmpeg(source, format);
        } catch (IOException e) {
            throw WavReader.asAudioException(e);
        }
    }

    private PcmReader openWav(AudioSource source) throws IOException, AudioException {
        InputStream in = new BufferedInputStream(source.open());
        boolean handedOver = false;
        try {
            String kind = ContainerFormat.WAV.displayName();
            WavHeader header = WavHeader.read(in, source.length(), kind);
            if (header.format().encoding().isPresent()) {
                WavReader samples = WavReader.ofFile(in, header, kind, settings.maxDuration());
                PcmReader reader = new ResampledReader(samples, kind, in);
                handedOver = true;
                return reader;
            }
        } finally {
            if (!handedOver) {
                in.close();
            }
        }
        return openFfmpeg(source, ContainerFormat.WAV);
    }

    private PcmReader openFfmpeg(AudioSource source, ContainerFormat format) throws IOException, AudioException {
        Optional<Path> program = FfmpegProgram.find(settings.ffmpeg());
        if (program.isEmpty()) {
            throw new AudioException(
                    DECODER_MISSING,
                    "This is " + format.displayName() + " audio; decoding it needs ffmpeg, which is not installed"
                            + " (looked for '" + settings.ffmpeg() + "'). Install it ('apt install ffmpeg') or send"
                            + " WAV.");
        }
        AudioSource playable = format == ContainerFormat.MP4 ? Mp4FastStart.of(source) : source;
        FfmpegProcess ffmpeg = FfmpegProcess.start(program.get(), format, playable, settings.ffmpegStall());
        boolean handedOver = false;
        try {
            String kind = format.displayName();
            InputStream sound = ffmpeg.sound();
            WavHeader header = WavHeader.read(sound, WavHeader.UNKNOWN_LENGTH, kind);
            OptionalLong promised = format == ContainerFormat.FLAC ? FlacHeader.frames(source) : OptionalLong.empty();
            WavReader samples = WavReader.ofDecoder(sound, header, kind, settings.maxDuration(), promised);
            PcmReader reader = new ResampledReader(samples, kind, ffmpeg);
            handedOver = true;
            return reader;
        } finally {
            if (!handedOver) {
                ffmpeg.close();
            }
        }
    }
}
