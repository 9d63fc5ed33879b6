package dev.earshot.audio;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;

/** What decoding may leave behind, and must not. */
final class FfmpegChildren {
    private FfmpegChildren() {}

    /** Children of this JVM that run. */
    static List<ProcessHandle> alive() {
        return ProcessHandle.current()
                .descendants()
                .filter(ProcessHandle::isAlive)
                .toList();
    }

    static void assertNoneLeft() {
        assertThat(alive()).isEmpty();
        assertThat(Thread.getAllStackTraces().keySet())
                .extracting(Thread::getName)
                .noneMatch(name -> name.startsWith("earshot-ffmpeg"));
    }
}
