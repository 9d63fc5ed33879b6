package dev.earshot.http;

import dev.earshot.engine.EmptyReason;
import dev.earshot.engine.Transcript;
import dev.earshot.http.Transcriptions.Heard;
import dev.earshot.transcript.Details;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Set;
import java.util.function.BiFunction;

/** Builds the answer to a request that went well. */
final class Reply {
    private static final String IGNORED = "X-Earshot-Ignored";

    /** These say what the caller should know in any case, asked or not. */
    private static final Set<String> ALWAYS = Set.of(Provenance.REASON, Provenance.DEGRADED);

    private Reply() {}

    static Response of(Heard heard, TranscriptionRequest request, BiFunction<Transcript, Details, String> renderer) {
        Transcript transcript = heard.transcript();
        Details details = request.details(transcript, heard.model());
        Response.ResponseBuilder reply = Response.ok(
                renderer.apply(transcript, details), request.format().mediaType());
        ignored(reply, request);
        transcript
                .emptyReason()
                .map(EmptyReason::word)
                .ifPresent(reason -> reply.header(Provenance.header(Provenance.REASON), reason));
        List<String> degraded = Provenance.degraded(transcript);
        if (!degraded.isEmpty()) {
            reply.header(Provenance.header(Provenance.DEGRADED), String.join(", ", degraded));
        }
        if (!request.format().isJson()) {
            details.provenance().forEach((name, value) -> {
                if (!ALWAYS.contains(name)) {
                    reply.header(Provenance.header(name), value);
                }
            });
        }
        return reply.build();
    }

    /** Names the parameters that had no effect, so that nobody has to guess. */
    static void ignored(Response.ResponseBuilder reply, TranscriptionRequest request) {
        if (!request.ignored().isEmpty()) {
            String names = String.join(", ", request.ignored());
            reply.header(IGNORED, names.replaceAll("[^\\x21-\\x7e ]", "?"));
        }
    }
}
