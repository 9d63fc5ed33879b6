package dev.earshot.model.store;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/** A web server on raw sockets, since a proper one refuses to lie. Each connection gets one answer and is closed. */
final class ModelServer implements AutoCloseable {
    /** Writes an answer, right or wrong. */
    interface Answer {
        void write(Request request, OutputStream out) throws IOException, InterruptedException;
    }

    record Request(String path, Map<String, String> headers) {
        /** First byte asked for; 0 without a range. */
        int from() {
            String range = headers.getOrDefault("range", "bytes=0-");
            return Integer.parseInt(range.substring("bytes=".length(), range.length() - 1));
        }
    }

    private final ServerSocket socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final List<Request> requests = new CopyOnWriteArrayList<>();
    private volatile Answer answer;

    ModelServer(Answer answer) throws IOException {
        this.answer = answer;
        Thread thread = new Thread(this::accept, "model-server");
        thread.setDaemon(true);
        thread.start();
    }

    void answer(Answer next) {
        answer = next;
    }

    String address() {
        return "http://127.0.0.1:" + socket.getLocalPort() + "/models";
    }

    List<Request> requests() {
        return requests;
    }

    private void accept() {
        while (!socket.isClosed()) {
            try {
                Socket connection = socket.accept();
                Thread thread = new Thread(() -> serve(connection), "model-server-answer");
                thread.setDaemon(true);
                thread.start();
            } catch (IOException e) {
                return;
            }
        }
    }

    private void serve(Socket connection) {
        try (connection;
                BufferedReader in = new BufferedReader(
                        new InputStreamReader(connection.getInputStream(), StandardCharsets.ISO_8859_1))) {
            String first = in.readLine();
            if (first == null) {
                return;
            }
            Map<String, String> headers = new LinkedHashMap<>();
            for (String line = in.readLine(); line != null && !line.isEmpty(); line = in.readLine()) {
                int colon = line.indexOf(':');
                headers.put(
                        line.substring(0, colon).toLowerCase(Locale.ROOT),
                        line.substring(colon + 1).strip());
            }
            Request request = new Request(first.split(" ")[1], headers);
            requests.add(request);
            answer.write(request, connection.getOutputStream());
            connection.getOutputStream().flush();
        } catch (IOException | InterruptedException e) {
            // The client went away, or the test ended.
        }
    }

    static void head(OutputStream out, String status, String... headers) throws IOException {
        StringBuilder head = new StringBuilder("HTTP/1.1 " + status + "\r\n");
        for (String header : headers) {
            head.append(header).append("\r\n");
        }
        head.append("Connection: close\r\n\r\n");
        out.write(head.toString().getBytes(StandardCharsets.ISO_8859_1));
    }

    /** As it should be: whole, or from where it was asked for. */
    static Answer proper(byte[] file) {
        return cut(file, Integer.MAX_VALUE);
    }

    /** Announces everything and goes away after {@code most} bytes. */
    static Answer cut(byte[] file, int most) {
        return (request, out) -> {
            int from = request.from();
            if (from > 0) {
                head(
                        out,
                        "206 Partial Content",
                        "Content-Length: " + (file.length - from),
                        "Content-Range: bytes " + from + "-" + (file.length - 1) + "/" + file.length,
                        "ETag: \"one\"");
            } else {
                head(out, "200 OK", "Content-Length: " + file.length, "ETag: \"one\"");
            }
            out.write(file, from, Math.min(most, file.length - from));
        };
    }

    /** Sends what it is told under the head that it is told. */
    static Answer literally(String status, List<String> headers, byte[] body) {
        return (request, out) -> {
            head(out, status, headers.toArray(String[]::new));
            out.write(body);
        };
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
