package dev.earshot.live;

import io.quarkus.vertx.http.HttpServerOptionsCustomizer;
import io.vertx.core.http.HttpServerOptions;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.List;

/** Has the HTTP server take WebSockets the way live sessions need it. */
@Singleton
public final class LiveServerOptions implements HttpServerOptionsCustomizer {
    private final int mostBytes;

    @Inject
    LiveServerOptions(LiveConfig config) {
        this.mostBytes = Math.toIntExact(config.maxMessage().asLongValue());
    }

    @Override
    public void customizeHttpServer(HttpServerOptions options) {
        apply(options, mostBytes);
        // Browsers drop a connection whose server takes none of the sub-protocols that they offer.
        options.setWebSocketSubProtocols(List.of("realtime"));
    }

    @Override
    public void customizeHttpsServer(HttpServerOptions options) {
        customizeHttpServer(options);
    }

    /** A larger frame is refused with 1009 before it is read; nothing is unpacked, so nothing grows beyond it either. */
    public static void apply(HttpServerOptions options, int mostBytes) {
        options.setMaxWebSocketFrameSize(mostBytes)
                .setMaxWebSocketMessageSize(mostBytes)
                .setPerFrameWebSocketCompressionSupported(false)
                .setPerMessageWebSocketCompressionSupported(false);
    }
}
