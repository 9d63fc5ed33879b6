package dev.earshot.install;

import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Finds the names of series in PromQL. */
public final class PromQl {
    /** What holds names that are no series: text, selectors, ranges, and the labels of aggregations and matches. */
    private static final Pattern ASIDES = Pattern.compile(
            "\"[^\"]*\"|\\{[^}]*}|\\[[^]]*]|\\b(?:by|without|on|ignoring|group_left|group_right)\\s*\\([^)]*\\)");

    private static final Pattern NAME = Pattern.compile("(?<![\\w:])([a-zA-Z_:][\\w:]*)(?!\\s*\\(|[\\w:])");
    private static final Set<String> WORDS = Set.of("and", "or", "unless", "bool", "offset");

    private PromQl() {}

    /** The series that an expression reads. */
    public static Set<String> series(String expression) {
        String bare = ASIDES.matcher(expression).replaceAll(" ");
        Set<String> names = new TreeSet<>();
        for (Matcher matcher = NAME.matcher(bare); matcher.find(); ) {
            if (!WORDS.contains(matcher.group(1))) {
                names.add(matcher.group(1));
            }
        }
        return names;
    }
}
