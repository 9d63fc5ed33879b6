package dev.earshot.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** Starts and ends of the packaged program. Plain JUnit: it starts and kills the program itself. */
class ProgramIT {
    private final Path folder =
            Path.of("target/programs", UUID.randomUUID().toString()).toAbsolutePath();
    private final Path uploads = folder.resolve("cache/uploads");

    @Test
    void shouldRemoveAtTheNextStartWhatAKilledProgramLeft() {
        byte[] body = Form.of(Wav.silence(600)).body();
        try (Program killed = Program.start(folder, Map.of())) {
            var address = killed.awaitReady();
            try (RawHttp connection = new RawHttp(address)) {
                connection.send(RawHttp.uploadHead(address, body.length));
                connection.send(java.util.Arrays.copyOf(body, body.length - 1000));
                await(() -> !ServiceFolders.uploadedFiles(uploads).isEmpty());
                killed.kill();
            }
        }
        assertThat(ServiceFolders.uploadedFiles(uploads))
                .as("left by the killed program")
                .hasSize(1);

        try (Program next = Program.start(folder, Map.of())) {
            Api api = new Api(next.awaitReady());

            assertThat(ServiceFolders.uploadedFiles(uploads)).isEmpty();
            assertThat(uploads.toFile().list()).hasSize(1);
            assertThat(api.transcribe(Form.of(Clip.EN1.bytes())).transcript()).isEqualTo(Clip.EN1.text());
            assertThat(next.stop()).isIn(0, 143);
        }
        assertThat(uploads.toFile().list())
                .as("left by the program that was stopped")
                .isEmpty();
    }

    @Test
    void shouldNotListenOnTheNetworkWithoutAKey() {
        try (Program program = Program.start(folder, Map.of("quarkus.http.host", "0.0.0.0"))) {
            assertThat(program.awaitExit()).isEqualTo(2);
            assertThat(program.lastWord())
                    .isEqualTo("Listening on 0.0.0.0 (quarkus.http.host) needs a key: set earshot.http.api-key, or say"
                            + " earshot.http.allow-without-key=true if everybody on the network may use it.");
        }
    }

    @Test
    void shouldNotListenForVosksClientsOnTheNetworkUnlessToldTo() {
        Map<String, String> open = Map.of("earshot.vosk.enabled", "true", "earshot.vosk.host", "0.0.0.0");
        try (Program program = Program.start(folder, open)) {
            assertThat(program.awaitExit()).isEqualTo(2);
            assertThat(program.lastWord())
                    .isEqualTo(
                            "vosk's protocol knows no keys, so listening on 0.0.0.0 (earshot.vosk.host) must be said on"
                                    + " purpose: earshot.vosk.allow-without-key=true if everybody on the network may use it.");
        }
    }

    @Test
    void shouldTellLiveClientsThatItStops() {
        try (Program program = Program.start(folder, Map.of())) {
            LiveClient client = LiveClient.connect(program.awaitReady(), "/v1/live");
            client.await("ready");

            assertThat(program.stop()).isIn(0, 143);

            assertThat(client.await("error").get("code").textValue()).isEqualTo("not_ready");
            assertThat(client.end()).isEqualTo(new LiveClient.End(1001, "The service is shutting down."));
        }
    }

    @Test
    void shouldNotStartWhereEveryCallerWouldBeAdministrator() {
        Map<String, String> same = Map.of("earshot.http.api-key", "one", "earshot.http.admin-key", "one");
        try (Program program = Program.start(folder, same)) {
            assertThat(program.awaitExit()).isEqualTo(2);
            assertThat(program.lastWord())
                    .isEqualTo("earshot.http.admin-key is the same as earshot.http.api-key, so that every caller could"
                            + " change models. Choose another one.");
        }
    }

    @Test
    void shouldListenOnTheNetworkWithAKeyOrByConsent() {
        Map<String, String> consent = Map.of(
                "quarkus.http.host", "0.0.0.0", "earshot.http.allow-without-key", "true", "earshot.model", "none");
        try (Program program = Program.start(folder, consent)) {
            String address = program.awaitAddress().toString().replace("0.0.0.0", "127.0.0.1");

            assertThat(new Api(java.net.URI.create(address)).get("/v1/models").status())
                    .isEqualTo(200);
        }
    }

    private static void await(java.util.concurrent.Callable<Boolean> condition) {
        Awaitility.await().atMost(Duration.ofMinutes(1)).until(condition);
    }
}
