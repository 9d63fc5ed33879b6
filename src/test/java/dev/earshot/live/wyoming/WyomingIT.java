package dev.earshot.live.wyoming;

import static org.assertj.core.api.Assertions.assertThat;

import dev.earshot.http.Clip;
import dev.earshot.http.Program;
import dev.earshot.live.wyoming.WyomingClient.Event;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The packaged program, switched on and opened as its settings say. */
@Tag("smoke")
class WyomingIT {
    private final Path folder =
            Path.of("target/programs", UUID.randomUUID().toString()).toAbsolutePath();

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    @Test
    void shouldHearARecordingWhenItIsSwitchedOn() throws Exception {
        int port = freePort();
        try (Program program = Program.start(
                folder, Map.of("earshot.wyoming.enabled", "true", "earshot.wyoming.port", String.valueOf(port)))) {
            program.awaitReady();
            try (WyomingClient client = new WyomingClient(port)) {
                Event info = client.send("describe").read();
                assertThat(info.data().at("/asr/0/models/0/languages").size()).isGreaterThan(1);

                byte[] file = Clip.EN1.bytes();
                List<Event> events = client.speak(Arrays.copyOfRange(file, 44, file.length), false)
                        .readUntil("transcript-stop");

                assertThat(events.get(events.size() - 2).text()).isEqualTo(Clip.EN1.text());
            }
        }
    }

    @Test
    void shouldRefuseToListenBeyondTheLoopbackUnlessThatIsSaidOnPurpose() throws Exception {
        Map<String, String> open = Map.of(
                "earshot.wyoming.enabled", "true",
                "earshot.wyoming.port", String.valueOf(freePort()),
                "earshot.wyoming.host", "0.0.0.0");
        try (Program program = Program.start(folder, open)) {
            assertThat(program.awaitExit()).isEqualTo(2);
            assertThat(program.log()).contains("earshot.wyoming.allow-without-key=true");
        }
    }
}
