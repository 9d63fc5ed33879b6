package dev.earshot.device;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Which machines a profile is for; every condition must hold.
 *
 * @param names parts of the board's name or of one of the device tree's {@code compatible} names, any of which will do
 * @param architecture of the processor
 * @param memory bytes that the process may use at least
 * @param nvidia an NVIDIA GPU must be there
 */
public record Board(List<String> names, Optional<String> architecture, long memory, boolean nvidia) {
    static final String PREFIX = "board.";
    private static final List<String> KEYS =
            List.of(PREFIX + "names", PREFIX + "architecture", PREFIX + "memory", PREFIX + "nvidia");
    private static final Pattern SIZE = Pattern.compile("(\\d{1,6})([MG])");

    public Board {
        names = List.copyOf(names);
    }

    /**
     * @param keys those of a profile that begin with {@code board.}
     * @throws IllegalArgumentException with a sentence that names what is wrong
     */
    static Board of(Map<String, String> keys) {
        keys.keySet().stream().filter(key -> !KEYS.contains(key)).findFirst().ifPresent(unknown -> {
            throw new IllegalArgumentException(unknown + " is unknown; there are " + String.join(", ", KEYS));
        });
        String nvidia = keys.getOrDefault(PREFIX + "nvidia", "false");
        if (!nvidia.equals("true") && !nvidia.equals("false")) {
            throw new IllegalArgumentException(PREFIX + "nvidia is '" + nvidia + "', expected true or false");
        }
        return new Board(
                Arrays.stream(keys.getOrDefault(PREFIX + "names", "").split(","))
                        .map(String::strip)
                        .filter(name -> !name.isEmpty())
                        .toList(),
                Optional.ofNullable(keys.get(PREFIX + "architecture")),
                bytes(keys.getOrDefault(PREFIX + "memory", "0M")),
                nvidia.equals("true"));
    }

    private static long bytes(String size) {
        Matcher parts = SIZE.matcher(size);
        if (!parts.matches()) {
            throw new IllegalArgumentException(
                    PREFIX + "memory is '" + size + "', expected a number with M or G behind it, as 3G");
        }
        return Long.parseLong(parts.group(1)) << (parts.group(2).equals("G") ? 30 : 20);
    }

    /** A board that names nothing fits nothing; its profile can only be forced. */
    boolean fits(MachineFacts machine) {
        return (!names.isEmpty() || architecture.isPresent())
                && (names.isEmpty() || nameIn(machine).isPresent())
                && architecture.map(machine.architecture()::equals).orElse(true)
                && machine.memory().usable().orElse(0L) >= memory
                && (!nvidia || machine.gpu().present());
    }

    /** What of the machine's own names this goes by. */
    Optional<String> nameIn(MachineFacts machine) {
        return Stream.concat(machine.board().stream(), machine.compatible().stream())
                .filter(own -> names.stream().anyMatch(name -> contains(own, name)))
                .findFirst();
    }

    private static boolean contains(String own, String name) {
        return own.toLowerCase(Locale.ROOT).contains(name.toLowerCase(Locale.ROOT));
    }

    /** A board's own profile goes before a general one, one for a GPU before one without. */
    int speciality() {
        return (names.isEmpty() ? 0 : 2) + (nvidia ? 1 : 0);
    }
}
