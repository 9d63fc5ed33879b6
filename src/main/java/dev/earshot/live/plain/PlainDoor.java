package dev.earshot.live.plain;

import dev.earshot.live.LiveDoors;
import dev.earshot.live.LiveWishes;
import io.vertx.ext.web.Router;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;

/** Where clients of the plain protocol come in. */
@Singleton
final class PlainDoor {
    private final LiveDoors doors;
    private final LiveWishes wishes;

    @Inject
    PlainDoor(LiveDoors doors, LiveWishes wishes) {
        this.doors = doors;
        this.wishes = wishes;
    }

    void register(@Observes Router router) {
        router.get("/v1/live")
                .handler(context -> doors.open(
                        context,
                        socket -> new PlainProtocol(
                                socket, wishes, context.request().params())));
    }
}
