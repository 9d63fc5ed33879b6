package dev.earshot.http;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Keeps from callers where things lie. Whoever sits at the machine may see in which folders its user keeps models and settings;
 * over HTTP a file's name is enough. Folders that every Linux has in the same place stay, and so do addresses of this service.
 */
public final class HiddenFolders {
    /** Up to the last slash; not the path of a web address, which has something before it. */
    private static final Pattern FOLDERS =
            Pattern.compile("(?<![\\w./-])(?:file:)?/(?!dev/|proc/|sys/|etc/|v1/|q/)(?:[^/\\s\"'()\\[\\],;]+/)+");

    private HiddenFolders() {}

    /** A copy of what JSON can hold, with names of files in the place of their paths. */
    static Map<String, Object> in(Map<String, Object> json) {
        Map<String, Object> copy = new LinkedHashMap<>();
        json.forEach((key, value) -> copy.put(key, hidden(value)));
        return copy;
    }

    private static Object hidden(Object value) {
        if (value instanceof String text) {
            return in(text);
        }
        if (value instanceof List<?> list) {
            return list.stream().map(HiddenFolders::hidden).toList();
        }
        if (value instanceof Map<?, ?> map) {
            Map<String, Object> copy = new LinkedHashMap<>();
            map.forEach((key, inner) -> copy.put(String.valueOf(key), hidden(inner)));
            return copy;
        }
        return value;
    }

    public static String in(String text) {
        return FOLDERS.matcher(text).replaceAll("");
    }
}
