package dev.earshot.http;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * The names under which this device may be called. A page that rebinds its own name to the device's address still sends
 * that name as {@code Host}, and is told apart by it.
 */
final class OwnNames {
    private final Set<String> names = new HashSet<>(Set.of("localhost", "127.0.0.1", "::1"));

    /** @param others names that the user added */
    OwnNames(Collection<String> others) {
        others.forEach(name -> names.add(normal(name)));
        kernelName().ifPresent(name -> {
            names.add(name);
            names.add(name + ".local");
        });
    }

    /** Asks the kernel and not the resolver: that could block, and would ask the network. */
    private static Optional<String> kernelName() {
        try {
            String name = Files.readString(Path.of("/proc/sys/kernel/hostname"), StandardCharsets.UTF_8);
            return Optional.of(normal(name)).filter(known -> !known.isEmpty());
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /**
     * Whether a request for {@code host} is meant for this device.
     *
     * @param reachedAt the address of this machine that the connection came in on
     */
    boolean include(String host, String reachedAt) {
        String name = normal(host);
        return names.contains(name) || name.equals(normal(reachedAt));
    }

    private static String normal(String host) {
        String name = host.strip().toLowerCase(Locale.ROOT);
        if (name.startsWith("[") && name.endsWith("]")) {
            name = name.substring(1, name.length() - 1);
        }
        return name.endsWith(".") ? name.substring(0, name.length() - 1) : name;
    }
}
