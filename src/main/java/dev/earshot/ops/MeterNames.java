package dev.earshot.ops;

/** All meters, by the names that dashboards use once the registry has written them its way. */
final class MeterNames {
    static final String REQUESTS = "earshot.requests";
    static final String AUDIO_SECONDS = "earshot.audio.seconds";
    static final String AUDIO_SKIPPED = "earshot.audio.skipped.seconds";
    static final String WINDOW_WAIT = "earshot.window.wait";
    static final String WINDOW_RUN = "earshot.window.run";
    static final String REAL_TIME_FACTOR = "earshot.real.time.factor";
    static final String AUDIO_CONTEXT = "earshot.audio.context";
    static final String GUARD = "earshot.guard";
    static final String WINDOWS_GATED = "earshot.windows.gated";
    static final String QUEUE_WAITING = "earshot.queue.waiting";
    static final String QUEUE_CAPACITY = "earshot.queue.capacity";
    static final String IN_FLIGHT = "earshot.in.flight";
    static final String READY = "earshot.ready";
    static final String REJECTED = "earshot.rejected";
    static final String ABANDONED = "earshot.abandoned";
    static final String MODEL_LOAD = "earshot.model.load.seconds";
    static final String MODEL_WARM_UP = "earshot.model.warmup.seconds";
    static final String MODEL_SWITCHES = "earshot.model.switches";
    static final String MODELS_LOADED = "earshot.models.loaded";
    static final String CRASHES = "earshot.native.crashes";
    static final String SAFE_PROFILE = "earshot.safe.profile";
    static final String SET_ASIDE = "earshot.windows.set.aside";
    static final String RESIDENT = "earshot.memory.resident.bytes";

    static final String TEMPERATURE = "earshot.temperature.celsius";
    static final String THROTTLED = "earshot.throttled";
    static final String THREADS = "earshot.threads";
    static final String HEAT_RELIEF = "earshot.heat.relief";

    static final String LIVE_SESSIONS = "earshot.live.sessions";
    static final String LIVE_CAPACITY = "earshot.live.capacity";
    static final String LIVE_OPENED = "earshot.live.opened";
    static final String LIVE_REFUSED = "earshot.live.refused";
    static final String LIVE_PARTIAL_LAG = "earshot.live.partial.lag";
    static final String LIVE_FINAL_LAG = "earshot.live.final.lag";
    static final String LIVE_AUDIO_SECONDS = "earshot.live.audio.seconds";
    static final String LIVE_UTTERANCES = "earshot.live.utterances";

    static final String MICROPHONE_STATE = "earshot.microphone.state";
    static final String MICROPHONE_RESTARTS = "earshot.microphone.restarts";
    static final String MICROPHONE_WATCHERS = "earshot.microphone.watchers";
    static final String WYOMING_CONNECTIONS = "earshot.wyoming.connections";

    /** Tag of {@link #REQUESTS}, {@link #MODEL_SWITCHES} and {@link #LIVE_UTTERANCES}. */
    static final String OUTCOME = "outcome";

    /** Tag of {@link #WINDOWS_GATED}. */
    static final String REASON = "reason";

    /** Tag of {@link #MICROPHONE_STATE}. */
    static final String STATE = "state";

    /** Tag of {@link #READY}. */
    static final String CHECK = "check";

    private MeterNames() {}
}
