package dev.earshot.live.microphone;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;

/** Watches {@code /v1/events}, as a browser's EventSource does. */
final class HeardEvents implements AutoCloseable {
    /** One of them. */
    record Event(String id, String type, JsonNode data) {
        String text() {
            return data.path("text").asText();
        }
    }

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final List<Event> events = new CopyOnWriteArrayList<>();
    private final InputStream body;

    HeardEvents(URI base, String lastId) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(base.resolve("/v1/events"));
        if (lastId != null) {
            request.header("Last-Event-ID", lastId);
        }
        HttpResponse<InputStream> answer =
                HttpClient.newHttpClient().send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
        if (answer.statusCode() != 200) {
            throw new IOException(
                    answer.statusCode() + " " + new String(answer.body().readAllBytes(), StandardCharsets.UTF_8));
        }
        body = answer.body();
        Thread thread = new Thread(this::read, "events");
        thread.setDaemon(true);
        thread.start();
    }

    private void read() {
        try (BufferedReader reader = new BufferedReader(new InputStreamReader(body, StandardCharsets.UTF_8))) {
            String id = "";
            String type = "";
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                if (line.startsWith("id: ")) {
                    id = line.substring(4);
                } else if (line.startsWith("event: ")) {
                    type = line.substring(7);
                } else if (line.startsWith("data: ")) {
                    events.add(new Event(id, type, JSON.readTree(line.substring(6))));
                    id = "";
                }
            }
        } catch (IOException e) {
            // Closed.
        }
    }

    List<Event> all() {
        return List.copyOf(events);
    }

    List<Event> all(String type) {
        return events.stream().filter(event -> event.type().equals(type)).toList();
    }

    String texts() {
        return all("final").stream()
                .map(Event::text)
                .filter(text -> !text.isEmpty())
                .collect(Collectors.joining(" "));
    }

    void await(String type, int count) {
        Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .pollInterval(Duration.ofMillis(20))
                .until(() -> all(type).size() >= count);
    }

    void awaitState(String state) {
        Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> {
            List<Event> states = all("microphone");
            return !states.isEmpty()
                    && states.get(states.size() - 1)
                            .data()
                            .get("state")
                            .asText()
                            .equals(state);
        });
    }

    @Override
    public void close() {
        try {
            body.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
