package dev.earshot.live.microphone;

import dev.earshot.http.Clip;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;

/**
 * A capture program that gives silence, about as fast as a microphone does, and says a clip when it is told to. It dies while its device is
 * gone, as arecord does.
 */
final class FakeMicrophone {
    /** A tenth of a second at 16 kHz, 16 bit. */
    private static final int PIECE = 3200;

    private static final String SCRIPT = """
            #!/bin/sh
            # Says $here/say once, then is silent; ends while $here/gone is there. Arguments are kept in $here/arguments.
            here=$(dirname "$0")
            printf '%s\\n' "$@" > "$here/arguments"
            echo $$ > "$here/pid"
            while :; do
                if [ -e "$here/gone" ]; then
                    echo "arecord: main:831: audio open error: No such device" >&2
                    exit 1
                fi
                if [ -e "$here/say" ]; then
                    mv "$here/say" "$here/said"
                    size=$(($(wc -c < "$here/said") / 3200))
                    i=0
                    while [ $i -lt $size ]; do
                        dd if="$here/said" bs=3200 skip=$i count=1 2>/dev/null
                        i=$((i + 1))
                        [ -e "$here/gone" ] && break
                        sleep 0.09
                    done
                else
                    head -c 3200 /dev/zero
                    sleep 0.09
                fi
            done
            """;

    private final Path folder;

    FakeMicrophone(Path folder) throws IOException {
        this.folder = folder;
        Files.writeString(program(), SCRIPT);
        Files.setPosixFilePermissions(program(), PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    Path program() {
        return folder.resolve("arecord");
    }

    void say(Clip clip) throws IOException {
        byte[] file = clip.bytes();
        byte[] samples = Arrays.copyOfRange(file, 44, file.length);
        int whole = (samples.length + PIECE - 1) / PIECE * PIECE;
        Files.write(folder.resolve("saying"), Arrays.copyOf(samples, whole));
        Files.move(folder.resolve("saying"), folder.resolve("say"));
    }

    void pullOut() throws IOException {
        Files.createFile(folder.resolve("gone"));
    }

    void plugIn() throws IOException {
        Files.delete(folder.resolve("gone"));
    }

    /** That it was last called with. */
    String arguments() throws IOException {
        return String.join(" ", Files.readAllLines(folder.resolve("arguments")));
    }

    /** Whether the one that was started last still runs. */
    boolean runs() throws IOException {
        String pid = Files.readString(folder.resolve("pid")).strip();
        return !pid.isEmpty()
                && ProcessHandle.of(Long.parseLong(pid))
                        .map(ProcessHandle::isAlive)
                        .orElse(false);
    }
}
