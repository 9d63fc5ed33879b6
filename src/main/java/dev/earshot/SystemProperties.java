package dev.earshot;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Settings on the command line, {@code -Dearshot.model=base-q8_0}. The virtual machine takes those before {@code -jar}, an
 * executable all of them; behind the jar's name they are ours to take.
 */
final class SystemProperties {
    private static final String OPTION = "-D";

    /** Behind it stand names of files, whatever they look like. */
    private static final String END_OF_OPTIONS = "--";

    private SystemProperties() {}

    /** Sets them, and gives the words that are left. */
    static List<String> take(String... args) {
        List<String> words = new ArrayList<>();
        for (int i = 0; i < args.length; i++) {
            if (args[i].equals(END_OF_OPTIONS)) {
                words.addAll(Arrays.asList(args).subList(i, args.length));
                break;
            }
            if (args[i].length() > OPTION.length() && args[i].startsWith(OPTION)) {
                set(args[i].substring(OPTION.length()));
            } else {
                words.add(args[i]);
            }
        }
        return words;
    }

    private static void set(String property) {
        int equals = property.indexOf('=');
        String name = equals < 0 ? property : property.substring(0, equals);
        if (!name.isEmpty()) {
            System.setProperty(name, equals < 0 ? "" : property.substring(equals + 1));
        }
    }
}
