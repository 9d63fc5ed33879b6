package dev.earshot.http;

import java.time.Duration;

/** What requests with recordings come to, for whoever counts it. Must not block or throw. */
public interface RequestEvents {
    /** How a request ended, as callers see it. */
    enum Outcome {
        OK,
        NO_SPEECH,
        INVALID,
        BUSY,
        DEADLINE,
        ABANDONED,
        UNAVAILABLE,
        FAILED
    }

    void requestEnded(Outcome outcome, Duration took);
}
