package dev.earshot.model.store;

import dev.earshot.model.ModelException;
import dev.earshot.model.ModelException.Problem;
import java.util.regex.Pattern;

/** A name that is safe as a part of a path, since it becomes one. */
record ModelName(String value) implements Comparable<ModelName> {
    private static final String PREFIX = "ggml-";
    private static final String SUFFIX = ".bin";
    private static final Pattern ALLOWED = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");

    ModelName {
        if (!ALLOWED.matcher(value).matches() || value.contains("..")) {
            throw new IllegalArgumentException(
                    "\"" + printable(value) + "\" cannot be a model's name:"
                            + " it takes up to 64 letters, digits, dots, dashes and underscores, beginning with a letter or digit.");
        }
    }

    /** However users write it: {@code base-q8_0}, {@code ggml-base-q8_0}, {@code ggml-base-q8_0.bin}. */
    static ModelName of(String written) throws ModelException {
        String name = written.endsWith(SUFFIX) ? written.substring(0, written.length() - SUFFIX.length()) : written;
        try {
            return new ModelName(name.startsWith(PREFIX) ? name.substring(PREFIX.length()) : name);
        } catch (IllegalArgumentException e) {
            throw new ModelException(Problem.REFUSED, e.getMessage(), e);
        }
    }

    static boolean isOne(String value) {
        return ALLOWED.matcher(value).matches() && !value.contains("..");
    }

    private static String printable(String text) {
        String line = text.replaceAll("[^ -~]", "?");
        return line.length() <= 80 ? line : line.substring(0, 80) + "...";
    }

    String fileName() {
        return PREFIX + value + SUFFIX;
    }

    @Override
    public int compareTo(ModelName other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
