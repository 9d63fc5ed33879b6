package dev.earshot.http;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** A connection on which tests write what no decent client would. */
final class RawHttp implements AutoCloseable {
    private static final int PATIENCE_MS = (int) Api.LONGEST.toMillis();

    private final Socket socket;

    RawHttp(URI base) {
        try {
            socket = new Socket(base.getHost(), base.getPort());
            socket.setSoTimeout(PATIENCE_MS);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Sends a request without a body and reads the answer. */
    static Reply exchange(URI base, String method, String path, Map<String, String> headers) {
        try (RawHttp connection = new RawHttp(base)) {
            return connection.send(head(method, path, headers)).reply();
        }
    }

    /** A request's head that asks to close the connection behind the answer. */
    static String head(String method, String path, Map<String, String> headers) {
        List<String> lines = new ArrayList<>(List.of(method + " " + path + " HTTP/1.1", "Connection: close"));
        headers.forEach((name, value) -> lines.add(name + ": " + value));
        return String.join("\r\n", lines) + "\r\n\r\n";
    }

    /** The head of an upload of so many bytes. */
    static String uploadHead(URI base, long length) {
        return head(
                "POST",
                Api.TRANSCRIPTIONS,
                Map.of(
                        "Host",
                        base.getAuthority(),
                        "Content-Type",
                        Form.CONTENT_TYPE,
                        "Content-Length",
                        Long.toString(length)));
    }

    RawHttp send(String text) {
        return send(text.getBytes(StandardCharsets.UTF_8));
    }

    RawHttp send(byte[] bytes) {
        try {
            OutputStream out = socket.getOutputStream();
            out.write(bytes);
            out.flush();
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Reads until the other side closes. */
    Reply reply() {
        try {
            return Reply.parse(new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Reads the first bytes of an answer. */
    String begin() {
        try {
            return new String(socket.getInputStream().readNBytes(15), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * An answer, taken apart.
     *
     * @param headers by name in lower case
     */
    record Reply(int status, Map<String, String> headers, String body) {
        static Reply parse(String answer) {
            if (!answer.startsWith("HTTP/1.1 ")) {
                throw new AssertionError("No HTTP answer: '" + answer + "'");
            }
            int end = answer.indexOf("\r\n\r\n");
            String[] lines = answer.substring(0, end).split("\r\n");
            Map<String, String> headers = List.of(lines).subList(1, lines.length).stream()
                    .map(line -> line.split(": ?", 2))
                    .collect(Collectors.toMap(line -> line[0].toLowerCase(Locale.ROOT), line -> line[1], (a, b) -> a));
            return new Reply(Integer.parseInt(lines[0].substring(9, 12)), headers, answer.substring(end + 4));
        }

        String message() {
            return Answer.json(body).at("/error/message").asText();
        }
    }
}
