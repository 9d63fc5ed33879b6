package dev.earshot.audio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class AudioSettingsTest {
    private static final Duration SECOND = Duration.ofSeconds(1);

    @Test
    void shouldNameTheValueThatIsWrong() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new AudioSettings(Duration.ZERO, "ffmpeg", SECOND))
                .withMessageContaining("maxDuration must be above 0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new AudioSettings(Duration.ofDays(400), "ffmpeg", SECOND))
                .withMessageContaining("maxDuration");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new AudioSettings(SECOND, " ", SECOND))
                .withMessageContaining("ffmpeg must name a program");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new AudioSettings(SECOND, "ffmpeg", SECOND.negated()))
                .withMessageContaining("ffmpegStall");
    }

    @Test
    void shouldAllowFourHoursByDefault() {
        assertThat(AudioSettings.DEFAULTS)
                .isEqualTo(new AudioSettings(Duration.ofHours(4), "ffmpeg", Duration.ofSeconds(30)));
    }
}
