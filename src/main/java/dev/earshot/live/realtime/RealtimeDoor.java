package dev.earshot.live.realtime;

import dev.earshot.live.LiveConfig;
import dev.earshot.live.LiveDoors;
import dev.earshot.live.LiveWishes;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;

/** Where clients of OpenAI's Realtime API come in. */
@Singleton
final class RealtimeDoor {
    private final LiveDoors doors;
    private final LiveWishes wishes;
    private final Duration longest;

    @Inject
    RealtimeDoor(LiveDoors doors, LiveWishes wishes, LiveConfig config) {
        this.doors = doors;
        this.wishes = wishes;
        this.longest = config.total();
    }

    void register(@Observes Router router) {
        router.get("/v1/realtime").handler(context -> {
            HttpServerRequest request = context.request();
            String model = request.getParam("model", "");
            boolean beta = isBeta(request);
            doors.open(context, socket -> new RealtimeProtocol(socket, wishes, model, beta, longest));
        });
    }

    /** Browsers can send no header of their own and say it as a sub-protocol. */
    private static boolean isBeta(HttpServerRequest request) {
        String header = request.getHeader("OpenAI-Beta");
        String offered = String.join(",", request.headers().getAll("Sec-WebSocket-Protocol"));
        return header != null && header.contains("realtime=v1") || offered.contains("openai-beta.realtime-v1");
    }
}
