package dev.earshot.cli;

import dev.earshot.engine.Cancellation;
import java.nio.file.Path;
import java.util.function.DoubleConsumer;

/** Writes down recordings, in this process or elsewhere. Any number of threads may ask at the same time. */
interface Recogniser extends AutoCloseable {
    /**
     * Writes down one recording; blocks.
     *
     * @param progress is told now and then how far it is, from 0 to 1
     * @return the text in the ordered format
     * @throws dev.earshot.engine.EngineException for every reason that it cannot
     */
    String transcribe(Path recording, Order order, Cancellation cancellation, DoubleConsumer progress);

    /** Recordings that it is worth giving it at the same time. */
    int atOnce();

    @Override
    void close();
}
