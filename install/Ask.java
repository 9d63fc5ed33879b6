import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/**
 * Waits until a starting service is ready and prints what it hears in a recording: for machines that have a JDK and no
 * curl. Run as {@code java Ask.java URL RECORDING PROCESS}.
 */
final class Ask {
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final String BOUNDARY = "earshot-ask-boundary";

    private final HttpClient client = HttpClient.newHttpClient();
    private final String url;

    private Ask(String url) {
        this.url = url;
    }

    public static void main(String[] args) throws Exception {
        Ask ask = new Ask(args[0]);
        ask.awaitReady(Long.parseLong(args[2]));
        ask.print(Path.of(args[1]));
    }

    private void awaitReady(long process) throws Exception {
        long end = System.nanoTime() + PATIENCE.toNanos();
        String last = "no answer";
        while (System.nanoTime() < end) {
            if (ProcessHandle.of(process).filter(ProcessHandle::isAlive).isEmpty()) {
                throw new IOException("the service ended before it was ready");
            }
            try {
                HttpResponse<String> health = get("/q/health/ready");
                if (health.statusCode() == 200) {
                    return;
                }
                last = health.body();
            } catch (IOException e) {
                last = e.toString();
            }
            Thread.sleep(200);
        }
        throw new IOException("not ready after " + PATIENCE.toSeconds() + " s: " + last);
    }

    private HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return client.send(HttpRequest.newBuilder(URI.create(url + path)).build(), BodyHandlers.ofString());
    }

    private void print(Path recording) throws Exception {
        ByteArrayOutputStream form = new ByteArrayOutputStream();
        form.writeBytes(part("response_format", "", "text\r\n".getBytes(StandardCharsets.UTF_8)));
        form.writeBytes(part("file", "; filename=\"recording\"", Files.readAllBytes(recording)));
        form.writeBytes(("\r\n--" + BOUNDARY + "--\r\n").getBytes(StandardCharsets.UTF_8));
        HttpRequest request = HttpRequest.newBuilder(URI.create(url + "/v1/audio/transcriptions"))
                .header("Content-Type", "multipart/form-data; boundary=" + BOUNDARY)
                .POST(BodyPublishers.ofByteArray(form.toByteArray()))
                .build();
        HttpResponse<String> answer = client.send(request, BodyHandlers.ofString());
        if (answer.statusCode() != 200) {
            throw new IOException(answer.statusCode() + " " + answer.body());
        }
        System.out.println(recording + ": " + answer.body().strip());
    }

    private static byte[] part(String name, String more, byte[] value) throws IOException {
        ByteArrayOutputStream part = new ByteArrayOutputStream();
        part.writeBytes(("--" + BOUNDARY + "\r\nContent-Disposition: form-data; name=\"" + name + "\"" + more
                        + "\r\n\r\n")
                .getBytes(StandardCharsets.UTF_8));
        part.writeBytes(value);
        return part.toByteArray();
    }
}
