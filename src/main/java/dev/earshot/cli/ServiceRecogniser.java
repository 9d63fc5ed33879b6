package dev.earshot.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.earshot.engine.Cancellation;
import dev.earshot.engine.EngineException;
import dev.earshot.engine.ErrorCode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.DoubleConsumer;

/** Has the running service recognise: it has the model in memory, and a board may not have room for it twice. */
final class ServiceRecogniser implements Recogniser {
    private static final JsonMapper MAPPER = JsonMapper.builder().build();
    private static final int BUSY = 429;
    private static final int UNAVAILABLE = 503;
    private static final Duration LEAST_PAUSE = Duration.ofSeconds(1);

    private final HttpClient client;
    private final URI service;
    private final Optional<String> key;
    private final Duration patience;

    /** @param patience how long a service that is busy is asked again, for one recording */
    ServiceRecogniser(HttpClient client, URI service, Optional<String> key, Duration patience) {
        this.client = client;
        this.service = service;
        this.key = key;
        this.patience = patience;
    }

    /** A request with the key, where there is one. */
    static HttpRequest.Builder request(URI service, String path, Optional<String> key) {
        HttpRequest.Builder request = HttpRequest.newBuilder(service.resolve(path));
        key.ifPresent(secret -> request.header("Authorization", "Bearer " + secret));
        return request;
    }

    @Override
    public String transcribe(Path recording, Order order, Cancellation cancellation, DoubleConsumer progress) {
        long begun = System.nanoTime();
        while (true) {
            HttpResponse<String> answer = ask(form(recording, order), cancellation);
            if (answer.statusCode() == 200) {
                return answer.body();
            }
            if (answer.statusCode() != BUSY || System.nanoTime() - begun > patience.toNanos()) {
                boolean gone = answer.statusCode() == UNAVAILABLE;
                throw new EngineException(gone ? ErrorCode.NOT_READY : ErrorCode.INTERNAL, message(answer));
            }
            pause(answer, cancellation);
        }
    }

    private HttpRequest form(Path recording, Order order) {
        String boundary = "earshot-" + UUID.randomUUID();
        StringBuilder head = new StringBuilder();
        field(head, boundary, "response_format", order.format().word());
        order.language().ifPresent(language -> field(head, boundary, "language", language));
        if (!order.prompt().isEmpty()) {
            field(head, boundary, "prompt", order.prompt());
        }
        // What it is called is nobody's business: the content decides what it is.
        head.append("--").append(boundary).append("\r\nContent-Disposition: form-data; name=\"file\"; filename=\"it\"");
        head.append("\r\n\r\n");
        try {
            BodyPublisher body = BodyPublishers.concat(
                    BodyPublishers.ofString(head.toString()),
                    BodyPublishers.ofFile(recording),
                    BodyPublishers.ofString("\r\n--" + boundary + "--\r\n"));
            return request(service, "/v1/audio/transcriptions", key)
                    .header("Content-Type", "multipart/form-data; boundary=" + boundary)
                    .POST(body)
                    .build();
        } catch (IOException e) {
            throw new EngineException(ErrorCode.UNREADABLE_AUDIO, "Not allowed to read it, or it is gone.", e);
        }
    }

    private static void field(StringBuilder form, String boundary, String name, String value) {
        form.append("--").append(boundary).append("\r\nContent-Disposition: form-data; name=\"");
        form.append(name).append("\"\r\n\r\n").append(value).append("\r\n");
    }

    private HttpResponse<String> ask(HttpRequest request, Cancellation cancellation) {
        CompletableFuture<HttpResponse<String>> answer =
                client.sendAsync(request, BodyHandlers.ofString(StandardCharsets.UTF_8));
        try (Cancellation.Registration stop = cancellation.onCancel(() -> answer.cancel(true))) {
            return answer.join();
        } catch (CancellationException e) {
            cancellation.throwIfCancelled();
            throw e;
        } catch (CompletionException e) {
            throw new EngineException(
                    ErrorCode.NOT_READY, "The service at " + service + " did not answer: " + reason(e.getCause()), e);
        }
    }

    private static String reason(Throwable e) {
        return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    }

    /** The reason in an answer that is none. */
    static String message(HttpResponse<String> answer) {
        try {
            String message = MAPPER.readTree(answer.body()).at("/error/message").asText("");
            if (!message.isEmpty()) {
                return message;
            }
        } catch (JsonProcessingException e) {
            // Not the service's own words; the status has to do.
        }
        return "The service answered with HTTP status " + answer.statusCode() + ".";
    }

    private static void pause(HttpResponse<String> answer, Cancellation cancellation) {
        Duration wait = answer.headers()
                .firstValue("Retry-After")
                .filter(value -> value.matches("\\d{1,4}"))
                .map(value -> Duration.ofSeconds(Long.parseLong(value)))
                .filter(asked -> asked.compareTo(LEAST_PAUSE) > 0)
                .orElse(LEAST_PAUSE);
        CountDownLatch stopped = new CountDownLatch(1);
        try (Cancellation.Registration stop = cancellation.onCancel(stopped::countDown)) {
            stopped.await(wait.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        cancellation.throwIfCancelled();
    }

    /** While the service works on one recording it can receive the next. */
    @Override
    public int atOnce() {
        return 2;
    }

    @Override
    public void close() {
        // The client's threads are daemons.
    }

    /** A tree of the answer's JSON, or nothing where it is none. */
    static Optional<JsonNode> json(HttpResponse<String> answer) {
        try {
            return Optional.of(MAPPER.readTree(answer.body()));
        } catch (JsonProcessingException e) {
            return Optional.empty();
        }
    }
}
