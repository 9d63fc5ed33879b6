package dev.earshot.audio;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Where ffmpeg is and how it is called. */
final class FfmpegProgram {
    /** No honest recording makes a decoder ask for more at once; a forged header can. */
    private static final int MAX_ALLOCATION = 256 * 1024 * 1024;

    private static final String DEFAULT_PATH = "/usr/bin:/bin";

    private FfmpegProgram() {}

    /** The program's path: as it is given when it has a slash, else the first on {@code PATH}. */
    static Optional<Path> find(String program) {
        try {
            if (program.indexOf(File.separatorChar) >= 0) {
                return Optional.of(Path.of(program).toAbsolutePath()).filter(FfmpegProgram::isProgram);
            }
            String path = System.getenv("PATH");
            for (String directory : (path == null ? DEFAULT_PATH : path).split(File.pathSeparator)) {
                Path candidate = Path.of(directory, program).toAbsolutePath();
                if (isProgram(candidate)) {
                    return Optional.of(candidate);
                }
            }
        } catch (InvalidPathException e) {
            // a name that cannot be a path names no program
        }
        return Optional.empty();
    }

    private static boolean isProgram(Path file) {
        return Files.isRegularFile(file) && Files.isExecutable(file);
    }

    /** Starts it without a shell, and with nothing of this service's environment but {@code PATH}. */
    static Process start(Path program, String demuxer) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command(program, demuxer));
        Map<String, String> environment = builder.environment();
        String path = environment.get("PATH");
        environment.clear();
        environment.put("LC_ALL", "C");
        environment.put("PATH", path == null ? DEFAULT_PATH : path);
        return builder.start();
    }

    /**
     * Bytes in, WAV out, both through pipes and nothing else: a playlist or a reference inside a recording must not
     * make ffmpeg open a file or an address. The first sound track, at its own rate and channels.
     */
    private static List<String> command(Path program, String demuxer) {
        return List.of(
                program.toString(),
                "-nostdin",
                "-hide_banner",
                "-loglevel",
                "error",
                "-max_alloc",
                Integer.toString(MAX_ALLOCATION),
                "-protocol_whitelist",
                "pipe",
                "-threads",
                "1",
                "-f",
                demuxer,
                "-i",
                "pipe:0",
                "-map",
                "0:a:0",
                "-vn",
                "-sn",
                "-dn",
                "-map_metadata",
                "-1",
                "-threads",
                "1",
                "-f",
                "wav",
                "-c:a",
                "pcm_f32le",
                "pipe:1");
    }
}
