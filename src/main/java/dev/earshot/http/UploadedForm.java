package dev.earshot.http;

import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A received multipart form.
 *
 * @param fields text fields by name, in the order sent
 * @param file the recording, if one was sent
 * @param release gives back what the form holds, once; happens by itself when an answer has been sent
 */
record UploadedForm(Map<String, List<String>> fields, Optional<Upload> file, Runnable release) {
    private static final String KEY = UploadedForm.class.getName();

    /** The form that {@link UploadHandler} received for this request. */
    static UploadedForm of(RoutingContext context) {
        return context.get(KEY);
    }

    void attachTo(RoutingContext context) {
        context.put(KEY, this);
    }
}
