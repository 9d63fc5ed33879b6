package dev.earshot.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SegmentTest {
    @Test
    void shouldShiftItsWordsToo() {
        SegmentStatistics sure = new SegmentStatistics(-0.2, 0.01, 0.9, 0);
        Token token = new Token(7, " hello".getBytes(StandardCharsets.UTF_8), -0.1);
        Segment segment = new Segment(
                100, 900, " hello", Optional.of(sure), List.of(token), List.of(new Word(120, 800, " hello", 0.9)));

        assertThat(segment.shifted(30_000))
                .isEqualTo(new Segment(
                        30_100,
                        30_900,
                        " hello",
                        Optional.of(sure),
                        List.of(token),
                        List.of(new Word(30_120, 30_800, " hello", 0.9))));
    }

    @Test
    void shouldKeepATokensBytesFromItsMakersAndReaders() {
        byte[] bytes = "七".getBytes(StandardCharsets.UTF_8);
        Token token = new Token(3, bytes, -1);
        bytes[0] = 'x';
        token.utf8()[1] = 'x';

        assertThat(token.text()).isEqualTo("七");
        assertThat(token).isEqualTo(new Token(3, "七".getBytes(StandardCharsets.UTF_8), -1));
        assertThat(new Token(3, new byte[] {(byte) 0xe4, (byte) 0xb8}, -1).text())
                .isEqualTo("\ufffd");
    }

    @Test
    void shouldRefuseADetectedLanguageWithoutAProbability() {
        assertThatThrownBy(() -> new DetectedLanguage("de", Map.of("en", 0.4)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("no probability of the detected language de");
    }
}
