package dev.earshot.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

/** The service as its callers see it. */
final class Api {
    static final String TRANSCRIPTIONS = "/v1/audio/transcriptions";
    static final String TRANSLATIONS = "/v1/audio/translations";
    static final String INFERENCE = "/inference";

    /** Nothing may take longer; a hang becomes a failure. Generous, because the machine may be busy with other builds. */
    static final Duration LONGEST = Duration.ofMinutes(3);

    private static final HttpClient CLIENT =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private final URI base;
    private final Optional<String> key;

    Api(URI base, Optional<String> key) {
        this.base = base;
        this.key = key;
    }

    Api(URI base) {
        this(base, Optional.empty());
    }

    Answer get(String path) {
        return send(request(path).GET());
    }

    Answer transcribe(Form form) {
        return post(TRANSCRIPTIONS, form);
    }

    Answer post(String path, Form form) {
        return post(path, Form.CONTENT_TYPE, BodyPublishers.ofByteArray(form.body()));
    }

    /** With a body whose length is not announced. */
    Answer postChunked(String path, Form form) {
        byte[] body = form.body();
        return post(path, Form.CONTENT_TYPE, BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(body)));
    }

    Answer post(String path, String contentType, BodyPublisher body) {
        return send(request(path).header("Content-Type", contentType).POST(body));
    }

    CompletableFuture<Answer> postAsync(String path, Form form) {
        HttpRequest request = request(path)
                .header("Content-Type", Form.CONTENT_TYPE)
                .POST(BodyPublishers.ofByteArray(form.body()))
                .build();
        return CLIENT.sendAsync(request, BodyHandlers.ofByteArray()).thenApply(Api::answer);
    }

    HttpRequest.Builder request(String path) {
        HttpRequest.Builder request = HttpRequest.newBuilder(base.resolve(path)).timeout(LONGEST);
        key.ifPresent(text -> request.header("Authorization", "Bearer " + text));
        return request;
    }

    Answer send(HttpRequest.Builder request) {
        try {
            return answer(CLIENT.send(request.build(), BodyHandlers.ofByteArray()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    private static Answer answer(HttpResponse<byte[]> response) {
        return new Answer(response.statusCode(), response.headers(), response.body());
    }

    /** A meter's value, by the name and tags that {@code /q/metrics} shows. */
    double metric(String name) {
        Answer metrics = get("/q/metrics");
        assertThat(metrics.status()).isEqualTo(200);
        return metrics.text()
                .lines()
                .filter(line -> line.startsWith(name + " "))
                .mapToDouble(line -> Double.parseDouble(line.substring(name.length() + 1)))
                .findFirst()
                .orElseThrow(() -> new AssertionError("No meter " + name));
    }

    /** Recordings that are being worked on or wait. */
    double busy() {
        return Stream.of("earshot_in_flight", "earshot_queue_waiting")
                .mapToDouble(this::metric)
                .sum();
    }
}
