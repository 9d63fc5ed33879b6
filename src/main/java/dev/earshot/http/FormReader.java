package dev.earshot.http;

import dev.earshot.engine.Capabilities;
import dev.earshot.engine.EngineException;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Reads a form by an endpoint's table of parameters. */
final class FormReader {
    private final Map<String, Parameter> table;
    private final int longestPrompt;

    FormReader(List<Parameter> table, int longestPrompt) {
        this.longestPrompt = longestPrompt;
        this.table = table.stream().collect(Collectors.toUnmodifiableMap(Parameter::name, Function.identity()));
    }

    /**
     * @param draft with the endpoint's defaults
     * @throws EngineException for the first field that is rejected or has a wrong value
     */
    TranscriptionRequest read(UploadedForm form, RequestDraft draft, Capabilities capabilities) {
        draft.capabilities = capabilities;
        form.fields().forEach((field, values) -> {
            String name = field.endsWith("[]") ? field.substring(0, field.length() - 2) : field;
            Parameter parameter = table.get(name);
            Treatment treatment = parameter == null
                    ? Treatment.IGNORED
                    : parameter.treatment().apply(capabilities);
            switch (treatment) {
                case REJECTED ->
                    throw EngineException.badParameter(
                            name,
                            "'" + Values.shown(name) + "' is not supported: "
                                    + parameter.note().apply(capabilities));
                case IGNORED -> draft.ignored.add(name);
                case HONOURED, APPROXIMATED -> parameter.reader().read(draft, values);
            }
        });
        return draft.finish(longestPrompt);
    }
}
