package dev.earshot.live;

import dev.earshot.engine.Cancellation;

/**
 * One reading of an utterance that may still grow.
 *
 * @param utterance that is read
 * @param heardTo position on the session's clock behind the last sample that is read
 * @param whole as carefully as a final reading; may become one
 * @param arrivedNanos when the last of its audio came in
 */
record Reading(long utterance, long heardTo, boolean whole, long arrivedNanos, Cancellation cancellation) {}
