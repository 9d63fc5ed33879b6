package dev.earshot.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class ProgressTest {
    private final ByteArrayOutputStream shown = new ByteArrayOutputStream();
    private final AtomicLong now = new AtomicLong();

    private Progress progress(boolean terminal) {
        PrintStream stream = new PrintStream(shown, true, StandardCharsets.UTF_8);
        return new Progress(new Console(stream, stream, terminal), now::get);
    }

    private String shown() {
        String text = shown.toString(StandardCharsets.UTF_8);
        shown.reset();
        return text;
    }

    @Test
    void shouldDrawOneLineAgainOnATerminal() {
        try (Progress progress = progress(true)) {
            progress.update(0.25, "50 of 200 files");
            progress.show();
            assertThat(shown()).isEqualTo("\r\033[?7l[######..................]  25%  50 of 200 files\033[K\033[?7h");

            now.set(Duration.ofSeconds(60).toNanos());
            progress.update(0.5, "100 of 200 files");
            progress.show();
            assertThat(shown())
                    .isEqualTo("\r\033[?7l[############............]  50%  100 of 200 files, 1:00 left\033[K\033[?7h");

            progress.say("bad.wav: not audio");
            assertThat(shown()).isEqualTo("\r\033[Kbad.wav: not audio\n");
            progress.show();
            shown();
        }
        assertThat(shown()).as("when it is over").isEqualTo("\r\033[K");
    }

    @Test
    void shouldTellInPlainLinesElsewhere() {
        try (Progress progress = progress(false)) {
            progress.show();
            now.set(Duration.ofHours(5).toNanos());
            progress.begin();
            now.set(Duration.ofHours(6).toNanos());
            progress.update(0.25, "50 of 200 files");
            progress.show();
            progress.update(1, "200 of 200 files");
            progress.show();
        }
        assertThat(shown()).isEqualTo("25%  50 of 200 files, 3:00:00 left\n100%  200 of 200 files\n");
    }
}
