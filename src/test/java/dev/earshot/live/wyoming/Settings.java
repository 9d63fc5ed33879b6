package dev.earshot.live.wyoming;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** A free port on the loopback, and small bounds. */
record Settings(int connections, Duration answerWithin, List<String> allowed) implements WyomingConfig {
    static final Settings USUAL = new Settings(4, Duration.ofSeconds(28), List.of());

    @Override
    public boolean enabled() {
        return true;
    }

    @Override
    public String host() {
        return "127.0.0.1";
    }

    @Override
    public int port() {
        return 0;
    }

    @Override
    public boolean allowWithoutKey() {
        return false;
    }

    @Override
    public Optional<List<String>> peers() {
        return allowed.isEmpty() ? Optional.empty() : Optional.of(allowed);
    }
}
