package dev.earshot.engine;

/** Neither the new model nor the old one can be used. */
final class NobodyServes extends Exception {
    private static final long serialVersionUID = 1L;

    private final EngineException reason;

    NobodyServes(EngineException reason) {
        super(reason);
        this.reason = reason;
    }

    EngineException reason() {
        return reason;
    }
}
