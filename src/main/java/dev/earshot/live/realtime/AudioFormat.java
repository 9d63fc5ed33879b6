package dev.earshot.live.realtime;

import dev.earshot.audio.SampleEncoding;
import dev.earshot.engine.EngineException;
import dev.earshot.live.Fields;
import java.util.Arrays;
import java.util.function.Function;
import java.util.stream.Collectors;

/** How a client's audio is encoded. */
enum AudioFormat {
    PCM("audio/pcm", "pcm16", SampleEncoding.PCM_16, 24_000),
    MU_LAW("audio/pcmu", "g711_ulaw", SampleEncoding.MU_LAW, 8_000),
    A_LAW("audio/pcma", "g711_alaw", SampleEncoding.A_LAW, 8_000);

    private final String type;
    private final String betaName;
    private final SampleEncoding encoding;
    private final int rate;

    AudioFormat(String type, String betaName, SampleEncoding encoding, int rate) {
        this.type = type;
        this.betaName = betaName;
        this.encoding = encoding;
        this.rate = rate;
    }

    String type() {
        return type;
    }

    String betaName() {
        return betaName;
    }

    SampleEncoding encoding() {
        return encoding;
    }

    /** Samples a second. */
    int rate() {
        return rate;
    }

    static AudioFormat ofType(String field, String name) {
        return of(AudioFormat::type, field, name);
    }

    static AudioFormat ofBetaName(String field, String name) {
        return of(AudioFormat::betaName, field, name);
    }

    private static AudioFormat of(Function<AudioFormat, String> naming, String field, String name) {
        return Arrays.stream(values())
                .filter(format -> naming.apply(format).equals(name))
                .findFirst()
                .orElseThrow(() -> EngineException.badParameter(
                        field,
                        "'" + field + "' must be "
                                + Arrays.stream(values()).map(naming).collect(Collectors.joining(", ")) + ", not '"
                                + Fields.shown(name) + "'."));
    }
}
