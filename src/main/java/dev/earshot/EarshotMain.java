package dev.earshot;

import dev.earshot.cli.Commands;
import dev.earshot.cli.ExitStatus;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.annotations.QuarkusMain;
import java.util.List;

/** The program: a command that is told apart before Quarkus starts, or the service, which runs until it is told to stop. */
@QuarkusMain
public final class EarshotMain {
    private EarshotMain() {}

    public static void main(String... args) {
        List<String> words = SystemProperties.take(args);
        if (words.isEmpty()) {
            serve();
        } else {
            System.exit(new Commands(new CommandParts(), EarshotMain::serve).run(words));
        }
    }

    private static void serve() {
        SafeStart.serve();
        Quarkus.run(null, EarshotMain::exit);
    }

    /** Quarkus has logged the failure by then; a refusal of ours deserves a plain last line. */
    private static void exit(int status, Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof RefusedStart) {
                System.err.println(cause.getMessage());
            }
        }
        System.exit(failure == null ? status : ExitStatus.CANNOT_RUN);
    }
}
