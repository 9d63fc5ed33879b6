package dev.earshot.model;

import static dev.earshot.model.ModelException.Problem.DAMAGED;
import static dev.earshot.model.ModelException.Problem.UNSUPPORTED;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.SeekableByteChannel;

/**
 * A model file read front to back through one small buffer. Nothing is read, skipped or allocated beyond what the file
 * still has, so a claimed length is harmless until somebody believes it. Tensor data are skipped, not read.
 */
final class ModelInput {
    private static final int BUFFER_BYTES = 16 * 1024;

    private final SeekableByteChannel channel;
    private final String name;
    private final long size;
    private final ByteBuffer buffer =
            ByteBuffer.allocate(BUFFER_BYTES).order(ByteOrder.LITTLE_ENDIAN).limit(0);
    private long position;
    private String section = "the header";

    ModelInput(SeekableByteChannel channel, String name) throws IOException {
        this.channel = channel;
        this.name = name;
        this.size = channel.size();
        channel.position(0);
    }

    /** Names what is read next, for messages. */
    void enter(String section) {
        this.section = section;
    }

    String name() {
        return name;
    }

    long size() {
        return size;
    }

    long remaining() {
        return size - position;
    }

    int int32() throws IOException, ModelException {
        fill(Integer.BYTES);
        position += Integer.BYTES;
        return buffer.getInt();
    }

    float float32() throws IOException, ModelException {
        fill(Float.BYTES);
        position += Float.BYTES;
        return buffer.getFloat();
    }

    /** Reads {@code target} full; its length is the caller's bound and at most the buffer's. */
    void read(byte[] target, int length) throws IOException, ModelException {
        fill(length);
        position += length;
        buffer.get(target, 0, length);
    }

    void skip(long bytes) throws IOException, ModelException {
        requireRemaining(bytes);
        position += bytes;
        if (bytes <= buffer.remaining()) {
            buffer.position(buffer.position() + (int) bytes);
        } else {
            buffer.limit(0);
            channel.position(position);
        }
    }

    private void fill(int bytes) throws IOException, ModelException {
        requireRemaining(bytes);
        if (buffer.remaining() >= bytes) {
            return;
        }
        buffer.compact();
        while (buffer.position() < bytes) {
            if (channel.read(buffer) <= 0) {
                throw damaged("it ended inside " + section + " while it was read; is it still being written?");
            }
        }
        buffer.flip();
    }

    private void requireRemaining(long bytes) throws ModelException {
        if (bytes < 0 || bytes > remaining()) {
            throw damaged("it ends at byte " + size + " inside " + section + ", which needs " + bytes
                    + " bytes from byte " + position + " on");
        }
    }

    ModelException damaged(String found) {
        return new ModelException(DAMAGED, name + " is damaged: " + found + ". Download it again.");
    }

    ModelException unsupported(String found, Throwable cause) {
        return new ModelException(
                UNSUPPORTED,
                name + " is not a Whisper model that Earshot can run: " + found
                        + ". Download it again, or use one in whisper.cpp's ggml format.",
                cause);
    }
}
