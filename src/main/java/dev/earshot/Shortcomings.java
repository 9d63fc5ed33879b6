package dev.earshot;

import dev.earshot.engine.Engine;
import dev.earshot.http.UploadStore;
import dev.earshot.planning.HeatWatch;
import java.util.ArrayList;
import java.util.List;

/** What the service has to do without at the moment, in a few words each. */
final class Shortcomings {
    private final Engine engine;
    private final HeatWatch heat;
    private final UploadStore uploads;

    Shortcomings(Engine engine, HeatWatch heat, UploadStore uploads) {
        this.engine = engine;
        this.heat = heat;
        this.uploads = uploads;
    }

    List<String> now() {
        List<String> all = new ArrayList<>();
        // A service that does nothing does not look at sensors.
        if (engine.depth().running() > 0 && heat.state().throttled()) {
            all.add("the board is slowed down or its supply is weak");
        }
        if (!uploads.hasDisk()) {
            all.add("no disk left for uploads");
        }
        return all;
    }
}
