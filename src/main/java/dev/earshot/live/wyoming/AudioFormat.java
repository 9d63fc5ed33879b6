package dev.earshot.live.wyoming;

import com.fasterxml.jackson.databind.JsonNode;
import dev.earshot.audio.SampleEncoding;
import dev.earshot.audio.SampleStream;
import dev.earshot.engine.EngineException;
import dev.earshot.engine.ErrorCode;

/**
 * What audio events say of their samples.
 *
 * @param rate samples per second and channel
 * @param width bytes a sample
 * @param channels one after the other within a frame
 */
record AudioFormat(int rate, int width, int channels) {
    /** @throws EngineException if a value is missing or none that audio has, in words for the client */
    static AudioFormat of(WyomingEvent event) {
        return new AudioFormat(number(event, "rate"), number(event, "width"), number(event, "channels"));
    }

    private static int number(WyomingEvent event, String name) {
        JsonNode value = event.data().get(name);
        if (value == null || !value.isIntegralNumber() || !value.canConvertToInt()) {
            throw bad("'" + event.type() + "' must say 'rate', 'width' and 'channels', whole numbers; '" + name
                    + "' is not.");
        }
        return value.intValue();
    }

    private static EngineException bad(String message) {
        return new EngineException(ErrorCode.BAD_REQUEST, message);
    }

    SampleStream stream() {
        SampleEncoding encoding =
                switch (width) {
                    case 1 -> SampleEncoding.PCM_8;
                    case 2 -> SampleEncoding.PCM_16;
                    case 3 -> SampleEncoding.PCM_24;
                    case 4 -> SampleEncoding.PCM_32;
                    default -> throw bad("The sample width must be 1 to 4 bytes, not " + width + ".");
                };
        try {
            return new SampleStream(encoding, rate, channels);
        } catch (IllegalArgumentException e) {
            throw bad(e.getMessage());
        }
    }
}
