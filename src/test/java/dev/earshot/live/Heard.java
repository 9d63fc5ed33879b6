package dev.earshot.live;

import dev.earshot.engine.EngineException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** Keeps all that a session tells. */
final class Heard implements LiveListener {
    private final List<LiveEvent> events = new CopyOnWriteArrayList<>();
    private final List<EngineException> ends = new CopyOnWriteArrayList<>();
    private volatile int rooms;
    private volatile Consumer<LiveEvent> reaction = event -> {};

    /** What else happens when something is told. */
    void onEvent(Consumer<LiveEvent> what) {
        reaction = what;
    }

    @Override
    public void event(LiveEvent event) {
        events.add(event);
        reaction.accept(event);
    }

    @Override
    public void room() {
        rooms++;
    }

    @Override
    public void ended(EngineException reason) {
        ends.add(reason);
    }

    List<LiveEvent> events() {
        return new ArrayList<>(events);
    }

    void forget() {
        events.clear();
    }

    List<EngineException> ends() {
        return ends;
    }

    int rooms() {
        return rooms;
    }

    <E extends LiveEvent> List<E> all(Class<E> type) {
        return events.stream().filter(type::isInstance).map(type::cast).toList();
    }

    void await(Class<? extends LiveEvent> type) {
        org.awaitility.Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .pollInterval(Duration.ofMillis(5))
                .until(() -> !all(type).isEmpty());
    }

    /** The final texts, joined. */
    String text() {
        return all(LiveEvent.Final.class).stream()
                .map(LiveEvent.Final::text)
                .filter(text -> !text.isEmpty())
                .collect(Collectors.joining(" "));
    }
}
