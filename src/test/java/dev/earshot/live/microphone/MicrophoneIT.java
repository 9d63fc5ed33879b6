package dev.earshot.live.microphone;

import static org.assertj.core.api.Assertions.assertThat;

import dev.earshot.http.Clip;
import dev.earshot.http.Program;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The packaged program with a microphone, and web pages from elsewhere that would like to use it. */
@Tag("smoke")
class MicrophoneIT {
    private final Path folder =
            Path.of("target/programs", UUID.randomUUID().toString()).toAbsolutePath();

    private static HttpResponse<String> ask(URI base, String method, String path, String... headers) throws Exception {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(base.resolve(path)).method(method, HttpRequest.BodyPublishers.noBody());
        if (headers.length > 0) {
            request.headers(headers);
        }
        return HttpClient.newHttpClient().send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    @Test
    void shouldHearTheMicrophoneAndLetNobodyElseStartIt() throws Exception {
        Files.createDirectories(folder);
        FakeMicrophone fake = new FakeMicrophone(folder);
        try (Program program = Program.start(
                folder,
                Map.of(
                        "earshot.microphone.enabled", "true",
                        "earshot.microphone.system", "alsa",
                        "earshot.microphone.device", "plughw:1,0",
                        "earshot.microphone.program", fake.program().toString()))) {
            URI base = program.awaitReady();
            try (HeardEvents events = new HeardEvents(base, null)) {
                events.awaitState("listening");
                fake.say(Clip.EN1);
                events.await("final", 1);
                assertThat(events.texts()).isEqualTo(Clip.EN1.text());
            }
            assertThat(fake.arguments()).endsWith("-D plughw:1,0");
            assertThat(ask(base, "GET", "/q/health/ready").body())
                    .containsPattern("\"name\": ?\"microphone\"")
                    .containsPattern("\"state\": ?\"listening\"");
            assertThat(ask(base, "GET", "/q/metrics").body())
                    .containsPattern("earshot_microphone_state\\{state=\"listening\"[^}]*} 1.0");

            for (String path : new String[] {"start", "stop", "cancel", "mute", "unmute"}) {
                assertThat(ask(base, "POST", "/v1/mic/" + path, "Origin", "http://elsewhere.example")
                                .statusCode())
                        .as(path)
                        .isEqualTo(403);
            }
            assertThat(ask(base, "GET", "/v1/events", "Origin", "http://elsewhere.example")
                            .statusCode())
                    .isEqualTo(403);
            assertThat(ask(base, "POST", "/v1/mic/mute").body()).contains("\"state\":\"muted\"");
            Awaitility.await().until(() -> !fake.runs());
            assertThat(program.log()).doesNotContain(Clip.EN1.text());

            ask(base, "POST", "/v1/mic/unmute");
            Awaitility.await().until(fake::runs);
            program.stop();
            assertThat(fake.runs()).as("the capture program").isFalse();
        }
    }

    @Test
    void shouldNotListenUnlessItWasAskedTo() throws Exception {
        Files.createDirectories(folder);
        FakeMicrophone fake = new FakeMicrophone(folder);
        try (Program program = Program.start(
                folder, Map.of("earshot.microphone.program", fake.program().toString()))) {
            URI base = program.awaitReady();
            assertThat(ask(base, "POST", "/v1/mic/start").statusCode()).isEqualTo(409);
            assertThat(ask(base, "GET", "/v1/mic").body())
                    .contains("\"state\":\"off\"")
                    .contains("\"enabled\":false");
            assertThat(folder.resolve("pid")).doesNotExist();
        }
    }
}
