package dev.earshot.live;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.channel.socket.DuplexChannel;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.net.impl.ConnectionBase;
import java.util.concurrent.TimeUnit;

/**
 * Lets a client that is still sending read why it is let go. A connection that is closed with unread bytes is reset, and the
 * close frame in front of the reset is lost; so what else comes falls on the floor for a while.
 */
final class LingeringClose extends ChannelOutboundHandlerAdapter {
    private static final int LONGEST_MS = 3_000;

    private boolean closing;

    private LingeringClose() {}

    static void on(HttpConnection connection) {
        if (connection instanceof ConnectionBase base) {
            base.channel().pipeline().addFirst(new LingeringClose());
        }
    }

    @Override
    public void close(ChannelHandlerContext context, ChannelPromise promise) {
        if (closing || !context.channel().isActive() || !(context.channel() instanceof DuplexChannel channel)) {
            context.close(promise);
            return;
        }
        closing = true;
        channel.config().setAutoRead(true);
        channel.shutdownOutput();
        // Ends earlier where the client closes its side, as it does when it has read ours to the end.
        context.executor().schedule(() -> context.close(promise), LONGEST_MS, TimeUnit.MILLISECONDS);
    }
}
