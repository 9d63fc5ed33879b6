package dev.earshot.systemd;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.epoll.EpollDomainDatagramChannel;
import io.netty.channel.epoll.EpollEventLoopGroup;
import io.netty.channel.unix.DomainDatagramPacket;
import io.netty.channel.unix.DomainSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

/** systemd's side: a real datagram socket that keeps what came. */
public final class SystemdSocket implements AutoCloseable {
    /**
     * @param line one assignment of a message
     * @param nanos when it came
     */
    public record Heard(String line, long nanos) {}

    private final List<Heard> heard = new CopyOnWriteArrayList<>();
    private final EventLoopGroup thread = new EpollEventLoopGroup(1);
    private final Channel channel;
    private final String address;

    /** @param address a path, or a name behind an {@code @} */
    public SystemdSocket(String address) {
        this.address = address;
        this.channel = new Bootstrap()
                .group(thread)
                .channelFactory(EpollDomainDatagramChannel::new)
                .handler(new SimpleChannelInboundHandler<DomainDatagramPacket>() {
                    @Override
                    protected void channelRead0(ChannelHandlerContext context, DomainDatagramPacket packet) {
                        packet.content()
                                .toString(StandardCharsets.UTF_8)
                                .lines()
                                .forEach(line -> heard.add(new Heard(line, System.nanoTime())));
                    }
                })
                .bind(new DomainSocketAddress(address.replaceFirst("^@", "\0")))
                .syncUninterruptibly()
                .channel();
    }

    /** What {@code NOTIFY_SOCKET} must be. */
    public String address() {
        return address;
    }

    public List<Heard> heard() {
        return List.copyOf(heard);
    }

    public List<String> lines() {
        return heard.stream().map(Heard::line).toList();
    }

    /** So many messages with this line. */
    public long count(String line) {
        return lines().stream().filter(line::equals).count();
    }

    @Override
    public void close() {
        channel.close().awaitUninterruptibly();
        thread.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly();
    }
}
