package dev.earshot.model.store;

import dev.earshot.model.ModelException;
import dev.earshot.model.ModelException.Problem;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * One change of a model at a time, by any number of processes. The system gives a lock back when its process dies, so none is
 * ever left behind; the file stays, since deleting it would let two processes lock two files of the same name.
 */
final class StoreLock implements AutoCloseable {
    /** A file lock belongs to the process; threads of this one are told apart here. */
    private static final Set<Path> HELD_HERE = ConcurrentHashMap.newKeySet();

    private final Path file;
    private final FileChannel channel;

    private StoreLock(Path file, FileChannel channel) {
        this.file = file;
        this.channel = channel;
    }

    /** Does not wait. */
    static StoreLock take(Path file, ModelName name) throws IOException, ModelException {
        Path key = file.toAbsolutePath().normalize();
        if (!HELD_HERE.add(key)) {
            throw busy(name);
        }
        FileChannel channel = null;
        boolean taken = false;
        try {
            channel = FileChannel.open(key, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            if (channel.tryLock() == null) {
                throw busy(name);
            }
            taken = true;
            return new StoreLock(key, channel);
        } finally {
            if (!taken) {
                if (channel != null) {
                    channel.close();
                }
                HELD_HERE.remove(key);
            }
        }
    }

    private static ModelException busy(ModelName name) {
        return new ModelException(
                Problem.BUSY, "Somebody else is installing or changing " + name + " right now. Try again afterwards.");
    }

    @Override
    public void close() throws IOException {
        try {
            channel.close();
        } finally {
            HELD_HERE.remove(file);
        }
    }
}
