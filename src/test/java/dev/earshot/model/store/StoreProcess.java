package dev.earshot.model.store;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * A process of its own that does one thing to a store and may be killed at it. Arguments: what, the models folder, and what that
 * needs. Prints {@code begin} before and {@code end} after.
 */
final class StoreProcess {
    private static final Progress QUIET = Progress.NONE;

    private StoreProcess() {}

    public static void main(String[] args) throws Exception {
        Shelf shelf = new Shelf(Path.of(args[1]));
        ModelStore store = shelf.store();
        // Whatever is loaded once is loaded before the clock runs.
        store.list();
        System.out.println("begin");
        switch (args[0]) {
            case "pull" -> pull(shelf, args[2], args[3], Long.parseLong(args[4]));
            case "import" -> store.importFile(Path.of(args[2]), Optional.of(Shelf.NAME), QUIET);
            case "use" -> store.use(Shelf.NAME, OptionalInt.empty(), Check.NONE, QUIET);
            case "rollback" -> store.rollback(Shelf.NAME, Check.NONE, QUIET);
            default -> throw new IllegalArgumentException(args[0]);
        }
        System.out.println("end");
    }

    private static void pull(Shelf shelf, String source, String sha256, long length) throws Exception {
        shelf.publish(new byte[0], Optional.of(sha256), java.util.OptionalLong.of(length))
                .stallingAfter(Duration.ofSeconds(60))
                .from(source)
                .store()
                .pull(Shelf.NAME, QUIET);
    }

    static Process start(String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx128m",
                "-XX:TieredStopAtLevel=1",
                "-Xshare:auto",
                "-cp",
                System.getProperty("java.class.path"),
                StoreProcess.class.getName()));
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command).redirectErrorStream(true).start();
    }
}
