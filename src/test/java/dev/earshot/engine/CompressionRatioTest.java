package dev.earshot.engine;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** The expected numbers are those of {@code len(t) / len(zlib.compress(t))} in Python. */
class CompressionRatioTest {
    @Test
    void shouldGiveThePythonNumberForTextThatRepeatsItself() {
        String text = "All work and no play makes Jack a dull boy. ".repeat(12);

        assertThat(CompressionRatio.of(text)).isEqualTo(528.0 / 55);
    }

    @Test
    void shouldCountBytesAndNotCharacters() {
        assertThat(CompressionRatio.of("你好世界，今天天气怎么样")).isEqualTo(36.0 / 47);
    }

    @Test
    void shouldGiveNothingForNothing() {
        assertThat(CompressionRatio.of("")).isZero();
    }
}
