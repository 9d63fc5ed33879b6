package dev.earshot;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Where things lie when the user has not said it: systemd's folders for a service, the XDG ones for a person. */
final class Folders {
    private static final Set<String> IN_MEMORY = Set.of("tmpfs", "ramfs");

    /** Of the unit that comes with Earshot. */
    private static final Path RUNTIME = Path.of("/run/earshot");

    private static final String RECOVERY = "recovery";

    private Folders() {}

    static Path models(EarshotConfig config) {
        return config.models()
                .dir()
                .or(() -> systemd("STATE_DIRECTORY").map(state -> state.resolve("models")))
                .orElseGet(() -> xdg("XDG_DATA_HOME", ".local/share").resolve("models"));
    }

    /** Best first. The last is for users without a home. */
    static List<Path> caches(EarshotConfig config) {
        return caches(config.cache().dir());
    }

    private static List<Path> caches(Optional<Path> named) {
        if (named.isPresent()) {
            return List.of(named.get());
        }
        List<Path> folders = new ArrayList<>();
        systemd("CACHE_DIRECTORY").ifPresent(folders::add);
        folders.add(xdg("XDG_CACHE_HOME", ".cache"));
        folders.add(Path.of("/var/tmp", "earshot-" + System.getProperty("user.name", "user")));
        return folders;
    }

    /**
     * What is lost with the machine's power is what should be.
     *
     * @param named by the user
     * @param cache folder that the user named
     */
    static Path recovery(Optional<Path> named, Optional<Path> cache) {
        return named.or(() -> systemd("RUNTIME_DIRECTORY"))
                .orElseGet(() -> writable(caches(cache)).resolve(RECOVERY));
    }

    private static Path writable(List<Path> folders) {
        for (Path folder : folders) {
            try {
                if (Files.isWritable(Files.createDirectories(folder))) {
                    return folder;
                }
            } catch (IOException e) {
                // The next may do.
            }
        }
        return folders.get(0);
    }

    /** Where the service's is, for commands, which systemd did not start and which make no folder. */
    static Path recoveryOfService(EarshotConfig config) {
        List<Path> caches = caches(config);
        Path known = caches.stream()
                .map(cache -> cache.resolve(RECOVERY))
                .filter(Files::isDirectory)
                .findFirst()
                .orElse(caches.get(0).resolve(RECOVERY));
        boolean isUnit = config.cache().dir().isEmpty() && Files.isReadable(RUNTIME);
        return config.recovery().dir().orElse(isUnit ? RUNTIME : known);
    }

    /** The first cache folder that can be written and is not memory: recordings may be larger than that. */
    static Path uploads(EarshotConfig config) {
        for (Path cache : caches(config)) {
            Path folder = cache.resolve("uploads");
            try {
                Files.createDirectories(folder);
                if (Files.isWritable(folder) && !isMemory(folder)) {
                    return folder;
                }
            } catch (IOException e) {
                // The next may do.
            }
        }
        return Path.of("/var/tmp/earshot-uploads");
    }

    private static boolean isMemory(Path folder) {
        try {
            return IN_MEMORY.contains(Files.getFileStore(folder).type());
        } catch (IOException e) {
            // No mount table to be seen, as in a chroot.
            return false;
        }
    }

    /**
     * Where what belongs to the application may lie: the folder of the executable or jar that was started. Quarkus gives a jar a
     * folder of its own, {@code quarkus-app}; the one above counts then, too. Not otherwise: it may be one that anybody writes to,
     * and native libraries are looked for here.
     */
    static List<Path> besideApplication() {
        return application().map(Folders::beside).orElse(List.of());
    }

    static List<Path> beside(Path application) {
        return application.endsWith("quarkus-app")
                ? List.of(application, application.getParent())
                : List.of(application);
    }

    private static Optional<Path> application() {
        if (System.getProperty("org.graalvm.nativeimage.imagecode") != null) {
            try {
                return Optional.ofNullable(
                        Files.readSymbolicLink(Path.of("/proc/self/exe")).getParent());
            } catch (IOException e) {
                return Optional.empty();
            }
        }
        String started = System.getProperty("java.class.path", "");
        return started.endsWith(".jar") && !started.contains(":")
                ? Optional.ofNullable(Path.of(started).toAbsolutePath().getParent())
                : Optional.empty();
    }

    /** systemd lists several folders with colons; the first is the unit's own. */
    private static Optional<Path> systemd(String variable) {
        return Optional.ofNullable(System.getenv(variable))
                .filter(value -> !value.isEmpty())
                .map(value -> Path.of(value.split(":")[0]));
    }

    private static Path xdg(String variable, String below) {
        return Optional.ofNullable(System.getenv(variable))
                .filter(value -> value.startsWith("/"))
                .map(Path::of)
                .orElseGet(() -> Path.of(System.getProperty("user.home", "/"), below))
                .resolve("earshot");
    }
}
