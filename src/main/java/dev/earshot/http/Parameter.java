package dev.earshot.http;

import dev.earshot.engine.Capabilities;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * One row of an endpoint's table: what becomes of a form field, and how it is read. The validator, the capability document
 * and the API description all come from these rows.
 *
 * @param name as sent, without the {@code []} of lists
 * @param treatment given what the native library can do
 * @param note what is special about it, or the reason why it is not honoured; given the same
 * @param reader puts its values into the request; throws for wrong ones
 */
record Parameter(
        String name, Function<Capabilities, Treatment> treatment, Function<Capabilities, String> note, Reader reader) {
    /** Reads the values of a field that was sent; there is at least one. */
    @FunctionalInterface
    interface Reader {
        void read(RequestDraft draft, List<String> values);
    }

    /** Reads a field of which the last value counts. */
    @FunctionalInterface
    interface ValueReader {
        void read(RequestDraft draft, String value);
    }

    static Parameter honoured(String name, String note, ValueReader reader) {
        return new Parameter(name, can -> Treatment.HONOURED, can -> note, last(reader));
    }

    static Parameter approximated(String name, String note, Reader reader) {
        return new Parameter(name, can -> Treatment.APPROXIMATED, can -> note, reader);
    }

    static Parameter ignored(String name, String note) {
        return new Parameter(name, can -> Treatment.IGNORED, can -> note, (draft, values) -> {});
    }

    static Parameter rejected(String name, String note) {
        return new Parameter(name, can -> Treatment.REJECTED, can -> note, (draft, values) -> {});
    }

    /** Honoured where the native library is able to; otherwise as said. */
    static Parameter dependent(
            String name, Predicate<Capabilities> able, String note, Treatment otherwise, String reason, Reader reader) {
        return new Parameter(
                name,
                can -> able.test(can) ? Treatment.HONOURED : otherwise,
                can -> able.test(can) ? note : reason,
                reader);
    }

    static List<Parameter> join(List<Parameter> some, List<Parameter> others) {
        return Stream.concat(some.stream(), others.stream()).toList();
    }

    private static Reader last(ValueReader reader) {
        return (draft, values) -> reader.read(draft, values.get(values.size() - 1));
    }
}
