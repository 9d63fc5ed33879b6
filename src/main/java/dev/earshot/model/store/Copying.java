package dev.earshot.model.store;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Copies what lies here already: another folder's file, or a part of a bundle. */
final class Copying {
    private static final int BUFFER_BYTES = 64 * 1024;

    private Copying() {}

    /** Stops one byte after {@code most}, so that the caller sees that there is more; forced to disk at the end. */
    static Digests.Sums copy(InputStream in, Path target, long most, Progress progress) throws IOException {
        Digests digests = new Digests();
        byte[] buffer = new byte[BUFFER_BYTES];
        try (FileChannel out = FileChannel.open(target, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            while (digests.length() <= most) {
                int wanted = (int) Math.min(buffer.length, most + 1 - digests.length());
                int n = in.read(buffer, 0, wanted);
                if (n < 0) {
                    break;
                }
                digests.update(buffer, n);
                for (ByteBuffer bytes = ByteBuffer.wrap(buffer, 0, n); bytes.hasRemaining(); ) {
                    out.write(bytes);
                }
                progress.bytes(digests.length(), most);
            }
            out.force(true);
        }
        return digests.finish();
    }
}
