package dev.earshot.http;

import dev.earshot.engine.Capabilities;
import io.quarkus.smallrye.openapi.OpenApiFilter;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.OASFilter;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.PathItem;
import org.eclipse.microprofile.openapi.models.media.Schema;
import org.eclipse.microprofile.openapi.models.parameters.RequestBody;

/** Describes the forms in the OpenAPI document, from the tables that read them. */
@OpenApiFilter(stages = OpenApiFilter.RunStage.BUILD)
public final class ApiDescription implements OASFilter {
    private static final String FILE = "file";

    @Override
    public void filterOpenAPI(OpenAPI api) {
        // The length of a prompt is the only thing in the tables that is configured, and not described.
        Map<String, List<Parameter>> tables = ParameterTables.withLongestPrompt(Integer.MAX_VALUE);
        tables.forEach((path, parameters) -> {
            PathItem item = api.getPaths().getPathItem(path);
            if (item != null && item.getPOST() != null) {
                item.getPOST().setRequestBody(form(parameters));
            }
        });
    }

    /** Written before any library is loaded, so it says what depends on that one. */
    private static String description(Parameter parameter) {
        String best = parameter.note().apply(Capabilities.OWN);
        String least = parameter.note().apply(Capabilities.STOCK);
        return best.equals(least) ? best : best + "; depends on the native library, see /v1/capabilities";
    }

    private static RequestBody form(List<Parameter> parameters) {
        Schema schema =
                OASFactory.createSchema().addType(Schema.SchemaType.OBJECT).addRequired(FILE);
        for (Parameter parameter : parameters) {
            if (parameter.treatment().apply(Capabilities.OWN) == Treatment.REJECTED) {
                continue;
            }
            Schema property =
                    OASFactory.createSchema().addType(Schema.SchemaType.STRING).description(description(parameter));
            schema.addProperty(parameter.name(), parameter.name().equals(FILE) ? property.format("binary") : property);
        }
        return OASFactory.createRequestBody()
                .required(true)
                .content(OASFactory.createContent()
                        .addMediaType(
                                "multipart/form-data",
                                OASFactory.createMediaType().schema(schema)));
    }
}
