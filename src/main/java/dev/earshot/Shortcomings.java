package dev.earshot;

import dev.earshot.engine.Engine;
import dev.earshot.http.UploadStore;
import dev.earshot.planning.HeatWatch;
import dev.earshot.recovery.Recovery;
import java.util.ArrayList;
import java.util.List;

/** What the service has to do without at the moment, in a few words each. */
final class Shortcomings {
    private final Engine engine;
    private final HeatWatch heat;
    private final UploadStore uploads;
    private final Recovery recovery;

    Shortcomings(Engine engine, HeatWatch heat, UploadStore uploads, Recovery recovery) {
        this.engine = engine;
        this.heat = heat;
        this.uploads = uploads;
        this.recovery = recovery;
    }

    List<String> now() {
        List<String> all = new ArrayList<>();
        if (recovery.assessment().safe()) {
            all.add("safe profile after crashes");
        }
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
