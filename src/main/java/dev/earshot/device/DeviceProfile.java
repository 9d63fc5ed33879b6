package dev.earshot.device;

import java.util.Map;
import java.util.TreeMap;

/**
 * Settings for one kind of machine.
 *
 * @param name of its file, without the ending
 * @param origin {@code built in}, or the file it comes from
 * @param board the machines it is for
 * @param settings ordinary keys of Earshot's
 */
public record DeviceProfile(String name, String origin, Board board, Map<String, String> settings) {
    public static final String BUILT_IN = "built in";

    public DeviceProfile {
        settings = Map.copyOf(settings);
    }

    /**
     * @param keys of the file
     * @throws IllegalArgumentException with a sentence that names what is wrong
     */
    static DeviceProfile of(String name, String origin, Map<String, String> keys) {
        Map<String, String> board = new TreeMap<>();
        Map<String, String> settings = new TreeMap<>();
        keys.forEach((key, value) -> {
            if (key.startsWith(Board.PREFIX)) {
                board.put(key, value.strip());
            } else if (mayBeSet(key)) {
                settings.put(key, value);
            } else {
                throw new IllegalArgumentException(
                        key + " does not belong into a profile; keys are board.* and earshot.*,"
                                + " without earshot.http.*, earshot.profile*, and earshot.device.*");
            }
        });
        return new DeviceProfile(name, origin, Board.of(board), settings);
    }

    /** Who may call is not a matter of the board, and how a profile is found cannot stand in it. */
    private static boolean mayBeSet(String key) {
        return key.startsWith("earshot.")
                && !key.startsWith("earshot.http.")
                && !key.startsWith("earshot.profile")
                && !key.startsWith("earshot.device.");
    }
}
