package dev.earshot.cli;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Something that answers HTTP at a port of its own, as a script says. */
final class FakeService implements AutoCloseable {
    /** One answer. */
    record Reply(int status, Map<String, String> headers, String body) {
        static Reply of(int status, String body) {
            return new Reply(status, Map.of(), body);
        }
    }

    private final HttpServer server;
    private final Map<String, Deque<Reply>> replies = new ConcurrentHashMap<>();
    private final List<String> bodies = new ArrayList<>();
    private final List<Optional<String>> keys = new ArrayList<>();

    FakeService() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.createContext("/", this::answer);
        server.start();
    }

    /** As a service with a loaded model answers. */
    static FakeService ready(String model) {
        return new FakeService()
                .at("/q/health/started", Reply.of(200, "{\"status\":\"UP\"}"))
                .at(
                        "/v1/models",
                        Reply.of(
                                200,
                                "{\"data\":[{\"id\":\"other\",\"loaded\":false},{\"id\":\"" + model
                                        + "\",\"loaded\":true}]}"));
    }

    /** The last reply goes on being given. */
    FakeService at(String path, Reply... given) {
        replies.put(path, new ArrayDeque<>(List.of(given)));
        return this;
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            Reply reply;
            synchronized (this) {
                bodies.add(body);
                keys.add(Optional.ofNullable(exchange.getRequestHeaders().getFirst("Authorization")));
                Deque<Reply> left = replies.getOrDefault(
                        exchange.getRequestURI().getPath(), new ArrayDeque<>(List.of(Reply.of(404, "Not Found"))));
                reply = left.size() > 1 ? left.remove() : left.peek();
            }
            reply.headers().forEach(exchange.getResponseHeaders()::add);
            byte[] text = reply.body().getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(reply.status(), text.length == 0 ? -1 : text.length);
            exchange.getResponseBody().write(text);
        }
    }

    int port() {
        return server.getAddress().getPort();
    }

    synchronized List<String> bodies() {
        return List.copyOf(bodies);
    }

    synchronized List<Optional<String>> keys() {
        return List.copyOf(keys);
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
