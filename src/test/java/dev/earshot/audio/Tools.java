package dev.earshot.audio;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;

/** The programs that make recordings and reference decodings; without them these tests fail, they do not skip. */
final class Tools {
    private Tools() {}

    static Path ffmpeg(Path out, String... arguments) {
        run(
                "ffmpeg",
                Stream.concat(
                                Stream.of("ffmpeg", "-nostdin", "-v", "error", "-y"),
                                Stream.concat(Stream.of(arguments), Stream.of(out.toString())))
                        .toList());
        return out;
    }

    static void sox(Object... arguments) {
        run(
                "sox",
                Stream.concat(Stream.of("sox", "-D"), Stream.of(arguments).map(Object::toString))
                        .toList());
    }

    /** A reference decoding by sox: 16 kHz mono floats. */
    static float[] soxDecode(Path recording, Path scratch) throws IOException {
        sox(recording, "-t", "f32", "-L", scratch, "remix", "-", "rate", "-v", "16000");
        return floats(scratch);
    }

    /** What lies below a frequency, in samples at 16 kHz. */
    static float[] soxCut(float[] samples, int hertz, Path directory) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(4 * samples.length).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(samples);
        Path in = Files.write(directory.resolve("whole.f32"), bytes.array());
        Path out = directory.resolve("cut.f32");
        sox("-t", "f32", "-L", "-r", "16000", "-c", "1", in, "-t", "f32", "-L", out, "sinc", "-" + hertz);
        return floats(out);
    }

    private static float[] floats(Path raw) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(raw)).order(ByteOrder.LITTLE_ENDIAN);
        float[] samples = new float[bytes.remaining() / 4];
        bytes.asFloatBuffer().get(samples);
        return samples;
    }

    /** A program that stands in for ffmpeg. */
    static Path script(Path directory, String body) throws IOException {
        Path script = directory.resolve("fake-ffmpeg");
        Files.writeString(script, "#!/bin/sh\n" + body + "\n");
        Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));
        return script;
    }

    private static void run(String debianPackage, List<String> command) {
        try {
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            process.getOutputStream().close();
            String said = new String(process.getInputStream().readAllBytes());
            if (process.waitFor() != 0) {
                throw new AssertionError(command + " failed: " + said);
            }
        } catch (IOException e) {
            throw new AssertionError("This test needs " + debianPackage + ": apt install " + debianPackage, e);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
