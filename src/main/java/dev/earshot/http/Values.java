package dev.earshot.http;

import dev.earshot.engine.EngineException;
import dev.earshot.engine.ErrorCode;
import dev.earshot.engine.Languages;
import dev.earshot.engine.TranscriptionOptions;
import dev.earshot.transcript.Format;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** Reads the text of form fields; what is wrong is said with the field's name and what would be right. */
final class Values {
    private Values() {}

    static float number(String name, String value, float least, float most) {
        try {
            float number = Float.parseFloat(value.strip());
            if (number >= least && number <= most) {
                return number;
            }
        } catch (NumberFormatException e) {
            // Said below.
        }
        throw EngineException.badParameter(
                name,
                "'" + name + "' must be a number from " + least + " to " + most + ", not '" + shown(value) + "'.");
    }

    /** A step of the temperature: 0, or from the least that whisper.cpp can add up. */
    static float increment(String name, String value) {
        float number = number(name, value, 0, 1);
        return number == 0 ? 0 : number(name, value, TranscriptionOptions.LEAST_INCREMENT, 1);
    }

    static int integer(String name, String value, int least, int most) {
        try {
            int number = Integer.parseInt(value.strip());
            if (number >= least && number <= most) {
                return number;
            }
        } catch (NumberFormatException e) {
            // Said below.
        }
        throw EngineException.badParameter(
                name,
                "'" + name + "' must be a whole number from " + least + " to " + most + ", not '" + shown(value)
                        + "'.");
    }

    /** OpenAI's clients send true and false, whisper.cpp's users also 1 and yes. */
    static boolean flag(String name, String value) {
        return switch (value.strip().toLowerCase(Locale.ROOT)) {
            case "true", "1", "yes", "y" -> true;
            case "false", "0", "no", "n", "" -> false;
            default ->
                throw EngineException.badParameter(
                        name, "'" + name + "' must be true or false, not '" + shown(value) + "'.");
        };
    }

    static Duration milliseconds(String name, String value, int least) {
        return Duration.ofMillis(integer(name, value, least, Integer.MAX_VALUE));
    }

    static String text(String name, String value, int longest) {
        if (value.length() > longest) {
            throw EngineException.ofParameter(
                    ErrorCode.TOO_LARGE,
                    name,
                    "'" + name + "' has " + value.length() + " characters; at most " + longest
                            + " are taken (earshot.limits.prompt).");
        }
        return value.strip();
    }

    /** A language by code or English name; empty for {@code auto} and nothing. */
    static Optional<String> language(String name, String value) {
        String wanted = value.strip();
        if (wanted.isEmpty() || wanted.equalsIgnoreCase("auto")) {
            return Optional.empty();
        }
        return Optional.of(Languages.codeOf(wanted)
                .orElseThrow(() -> EngineException.badParameter(
                        name,
                        "'" + shown(value) + "' is not a language that Whisper knows; use a code such as en or de.")));
    }

    /** Codes of a list whose elements may hold several, separated by commas. */
    static List<String> languages(String name, List<String> values) {
        return values.stream()
                .flatMap(value -> Arrays.stream(value.split(",")))
                .flatMap(value -> language(name, value).stream())
                .distinct()
                .toList();
    }

    static Format format(String name, String value) {
        return Format.of(value.strip())
                .orElseThrow(() -> EngineException.badParameter(
                        name,
                        "'" + name + "' must be one of "
                                + Arrays.stream(Format.values())
                                        .map(Format::word)
                                        .collect(Collectors.joining(", "))
                                + ", not '" + shown(value) + "'."));
    }

    /** A value in a message: bounded, and without what could break a line. */
    static String shown(String value) {
        String line = value.replaceAll("\\p{Cntrl}", " ");
        return line.length() <= 40 ? line : line.substring(0, 40) + "...";
    }
}
