package dev.earshot.systemd;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollDomainDatagramChannel;
import io.netty.channel.epoll.EpollEventLoopGroup;
import io.netty.channel.unix.DomainSocketAddress;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/**
 * The socket on which systemd listens, and the one thread that writes to it.
 *
 * <p>Java has Unix sockets for streams alone. Netty's epoll transport is there for its datagrams: Netty is part of the program in any
 * case, and this adds 0.2 MB to it, for both architectures. A function of our own native library would do as well, but the
 * bundled library has none, and systemd wants to hear from us while no library is loaded. Nothing of it is loaded where
 * systemd did not start us.
 */
final class NotifySocket implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(NotifySocket.class);
    private static final Duration GOODBYE = Duration.ofSeconds(2);

    private final EventLoopGroup thread;
    private final Channel channel;

    private NotifySocket(EventLoopGroup thread, Channel channel) {
        this.thread = thread;
        this.channel = channel;
    }

    /**
     * Connects.
     *
     * @param address path of the socket, or behind an {@code @} its abstract name
     * @throws IllegalStateException saying why nothing can be told
     */
    static NotifySocket connect(String address) {
        if (!Epoll.isAvailable()) {
            throw new IllegalStateException("Netty's native library cannot be used: " + Epoll.unavailabilityCause());
        }
        EventLoopGroup thread = new EpollEventLoopGroup(1, new DefaultThreadFactory("earshot-systemd", true));
        // The constructor named, since a native executable would not find it by its class.
        ChannelFuture connected = new Bootstrap()
                .group(thread)
                .channelFactory(EpollDomainDatagramChannel::new)
                .option(ChannelOption.ALLOCATOR, UnpooledByteBufAllocator.DEFAULT)
                .handler(new ChannelInboundHandlerAdapter())
                .connect(new DomainSocketAddress(path(address)))
                .awaitUninterruptibly();
        if (!connected.isSuccess()) {
            thread.shutdownGracefully(0, 0, TimeUnit.SECONDS);
            throw new IllegalStateException(address + " cannot be written to: " + connected.cause(), connected.cause());
        }
        return new NotifySocket(thread, connected.channel());
    }

    private static String path(String address) {
        return address.startsWith("@") ? "\0" + address.substring(1) : address;
    }

    /** Sends what is to be said, now and after each pause; nothing where that is empty. Both are called on one thread. */
    void repeat(Supplier<String> message, Supplier<Duration> pause) {
        thread.execute(() -> tell(message, pause));
    }

    private void tell(Supplier<String> message, Supplier<Duration> pause) {
        try {
            String text = message.get();
            if (!text.isEmpty()) {
                write(text);
            }
        } catch (RuntimeException e) {
            LOG.warn("The state of the service cannot be told this time", e);
        }
        if (!thread.isShuttingDown()) {
            thread.schedule(() -> tell(message, pause), pause.get().toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    private ChannelFuture write(String text) {
        return channel.writeAndFlush(Unpooled.copiedBuffer(text, StandardCharsets.UTF_8));
    }

    /** Sends, and waits until it is sent. */
    void send(String text) {
        write(text).awaitUninterruptibly(GOODBYE.toMillis());
    }

    @Override
    public void close() {
        channel.close().awaitUninterruptibly(GOODBYE.toMillis());
        thread.shutdownGracefully(0, GOODBYE.toMillis(), TimeUnit.MILLISECONDS);
    }
}
