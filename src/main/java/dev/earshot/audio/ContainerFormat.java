package dev.earshot.audio;

import java.util.Arrays;
import java.util.stream.Collectors;

/**
 * The containers that are understood, recognised by their first bytes: a file's name and a request's content type
 * are often wrong. WAV is read here, the others by ffmpeg, which is told the demuxer and never guesses itself.
 */
public enum ContainerFormat {
    WAV("WAV", "wav") {
        @Override
        boolean matches(Head head) {
            return (head.has(0, "RIFF") || head.has(0, "RIFX") || head.has(0, "RF64") || head.has(0, "BW64"))
                    && head.has(8, "WAVE");
        }
    },
    FLAC("FLAC", "flac") {
        @Override
        boolean matches(Head head) {
            return head.has(0, "fLaC");
        }
    },
    OGG("Ogg", "ogg") {
        @Override
        boolean matches(Head head) {
            return head.has(0, "OggS");
        }
    },
    MP4("MP4/M4A/MOV/3GP", "mov") {
        @Override
        boolean matches(Head head) {
            // old QuickTime files have no ftyp
            return head.has(4, "ftyp") || head.has(4, "moov") || head.has(4, "mdat") || head.has(4, "wide");
        }
    },
    MATROSKA("Matroska/WebM", "matroska") {
        @Override
        boolean matches(Head head) {
            return head.has(0, 0x1a, 0x45, 0xdf, 0xa3);
        }
    },
    AMR("AMR", "amr") {
        @Override
        boolean matches(Head head) {
            return head.has(0, "#!AMR\n") || head.has(0, "#!AMR-WB\n");
        }
    },
    AIFF("AIFF", "aiff") {
        @Override
        boolean matches(Head head) {
            return head.has(0, "FORM") && (head.has(8, "AIFF") || head.has(8, "AIFC"));
        }
    },
    CAF("CAF", "caf") {
        @Override
        boolean matches(Head head) {
            return head.has(0, "caff");
        }
    },
    AU("AU", "au") {
        @Override
        boolean matches(Head head) {
            return head.has(0, ".snd");
        }
    },
    ASF("WMA/ASF", "asf") {
        @Override
        boolean matches(Head head) {
            return head.has(0, 0x30, 0x26, 0xb2, 0x75, 0x8e, 0x66, 0xcf, 0x11);
        }
    },
    AVI("AVI", "avi") {
        @Override
        boolean matches(Head head) {
            return head.has(0, "RIFF") && head.has(8, "AVI ");
        }
    },
    FLV("FLV", "flv") {
        @Override
        boolean matches(Head head) {
            return head.has(0, "FLV") && head.has(3, 1);
        }
    },
    MPEG_PS("MPEG-PS", "mpeg") {
        @Override
        boolean matches(Head head) {
            return head.has(0, 0, 0, 1, 0xba);
        }
    },
    MPEG_TS("MPEG-TS", "mpegts") {
        @Override
        boolean matches(Head head) {
            return head.has(0, 0x47) && head.has(188, 0x47) && head.has(376, 0x47);
        }
    },
    AAC("AAC", "aac") {
        @Override
        boolean matches(Head head) {
            return MpegFrames.startsWithAdts(head);
        }
    },
    MP3("MP3", "mp3") {
        @Override
        boolean matches(Head head) {
            return MpegFrames.startsWithMpegAudio(head);
        }
    };

    private final String displayName;
    private final String demuxer;

    ContainerFormat(String displayName, String demuxer) {
        this.displayName = displayName;
        this.demuxer = demuxer;
    }

    /** As people call it. */
    public String displayName() {
        return displayName;
    }

    /** ffmpeg's name for its reader. */
    String demuxer() {
        return demuxer;
    }

    /** Whether a recording that begins with these bytes is of this kind. */
    abstract boolean matches(Head head);

    /** All of them, for messages. */
    static String understood() {
        return Arrays.stream(values()).map(ContainerFormat::displayName).collect(Collectors.joining(", "));
    }
}
