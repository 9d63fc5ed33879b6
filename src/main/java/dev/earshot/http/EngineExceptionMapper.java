package dev.earshot.http;

import dev.earshot.engine.EngineException;
import dev.earshot.engine.ErrorCode;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** Turns what resources throw into answers; the only place that does. */
final class EngineExceptionMapper {
    private static final Logger LOG = Logger.getLogger(EngineExceptionMapper.class);

    @ServerExceptionMapper
    Response known(EngineException e, @Context UriInfo uri) {
        if (e.code() == ErrorCode.INTERNAL) {
            LOG.error("A request failed", e);
        } else {
            LOG.debugf("Request refused: %s", e.code());
        }
        return response(ErrorAnswer.of(e, Dialect.of(uri.getPath())));
    }

    @ServerExceptionMapper
    Response http(WebApplicationException e, @Context UriInfo uri) {
        int status = e.getResponse().getStatus();
        return response(ErrorAnswer.of(status, message(status), Dialect.of(uri.getPath())));
    }

    @ServerExceptionMapper
    Response fault(RuntimeException e, @Context UriInfo uri) {
        LOG.error("A request failed", e);
        EngineException hidden =
                new EngineException(ErrorCode.INTERNAL, "Something went wrong here; the log says more.");
        return response(ErrorAnswer.of(hidden, Dialect.of(uri.getPath())));
    }

    private static String message(int status) {
        return switch (status) {
            case 404 -> "There is nothing at this address. See /q/openapi for what there is.";
            case 405 -> "This address does not take that method.";
            case 406 -> "This address cannot answer in a format that the Accept header allows.";
            case 415 -> "This address does not take that content type.";
            default -> "The request could not be handled (" + status + ").";
        };
    }

    private static Response response(ErrorAnswer answer) {
        Response.ResponseBuilder builder =
                Response.status(answer.status()).type(ErrorAnswer.MEDIA_TYPE).entity(answer.body());
        answer.headers().forEach(builder::header);
        return builder.build();
    }
}
