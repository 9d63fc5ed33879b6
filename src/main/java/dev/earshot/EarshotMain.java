package dev.earshot;

import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.annotations.QuarkusMain;

/** The program: serves until it is told to stop. */
@QuarkusMain
public final class EarshotMain {
    private static final int CANNOT_RUN = 2;

    private EarshotMain() {}

    public static void main(String... args) {
        Quarkus.run(null, EarshotMain::exit, args);
    }

    /** Quarkus has logged the failure by then; a refusal of ours deserves a plain last line. */
    private static void exit(int status, Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof RefusedStart) {
                System.err.println(cause.getMessage());
            }
        }
        System.exit(failure == null ? status : CANNOT_RUN);
    }
}
