package dev.earshot.live.microphone;

import static org.assertj.core.api.Assertions.assertThat;

import dev.earshot.engine.Engine;
import dev.earshot.http.Clip;
import dev.earshot.live.LiveEvents;
import dev.earshot.live.LiveLimits;
import dev.earshot.live.LiveSessions;
import dev.earshot.live.microphone.Microphone.State;
import dev.earshot.live.microphone.MicrophoneConfig.Listen;
import dev.earshot.whisper.DemoEngine;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A real PulseAudio of its own, with a room in which clips are played and which is listened to. */
@Timeout(180)
class PulseAudioTest {
    @TempDir
    private Path folder;

    private Process daemon;
    private Map<String, String> environment;
    private Engine engine;
    private LiveSessions sessions;
    private Microphone microphone;
    private final List<String> told = new CopyOnWriteArrayList<>();

    @BeforeEach
    void start() throws Exception {
        Path socket = folder.resolve("native");
        environment = Map.of("PULSE_SERVER", "unix:" + socket, "PATH", System.getenv("PATH"));
        ProcessBuilder builder = new ProcessBuilder(
                        "pulseaudio",
                        "--daemonize=no",
                        "--exit-idle-time=-1",
                        "--disable-shm=yes",
                        "--use-pid-file=no",
                        "-n",
                        "--load=module-native-protocol-unix auth-anonymous=1 socket=" + socket,
                        "--load=module-null-sink sink_name=room rate=16000 channels=1")
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("pulse.log").toFile());
        builder.environment().put("HOME", folder.toString());
        builder.environment().put("XDG_RUNTIME_DIR", folder.toString());
        daemon = builder.start();
        Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .until(() -> Files.exists(socket) && run("pactl", "info").contains("Server Name"));
        engine = DemoEngine.start();
        sessions = new LiveSessions(
                new LiveLimits(
                        2, Duration.ofSeconds(60), Duration.ofMillis(300), Duration.ofMinutes(5), Duration.ofHours(1)),
                engine::transcribeLive,
                () -> null,
                1,
                LiveEvents.NONE);
        microphone = new Microphone(
                new MicrophoneSettings(
                        true, Listen.ALWAYS, CaptureSystem.AUTO, Optional.of("room.monitor"), Optional.empty()),
                sessions,
                environment);
        microphone.watchers().add(new Kept(), Long.MAX_VALUE, "");
        microphone.open();
    }

    @AfterEach
    void stop() {
        microphone.close();
        sessions.close();
        engine.close();
        daemon.destroyForcibly();
    }

    private final class Kept implements Watchers.Watcher {
        @Override
        public void send(String event) {
            told.add(event);
        }

        @Override
        public void end() {}
    }

    private String run(String... command) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().putAll(environment);
        Process process = builder.start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        return said.strip();
    }

    private List<String> texts() {
        return told.stream()
                .filter(event -> event.contains("event: final\n"))
                .map(event -> event.replaceAll("(?s).*\"text\":\"([^\"]*)\".*", "$1"))
                .filter(text -> !text.isEmpty())
                .collect(Collectors.toCollection(ArrayList::new));
    }

    private void play(Clip clip, int finals) throws Exception {
        assertThat(run("paplay", "--device=room", clip.path().toString())).isEmpty();
        Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> texts().size() >= finals);
    }

    private void awaitRecorder() {
        Awaitility.await()
                .atMost(Duration.ofSeconds(40))
                .until(() -> run("pactl", "list", "short", "source-outputs").contains("16000Hz"));
    }

    @Test
    void shouldHearWordForWordWhatIsPlayedAlsoAfterTheSourceWasAway() throws Exception {
        awaitRecorder();
        play(Clip.EN1, 1);
        assertThat(texts()).containsExactly(Clip.EN1.text());
        assertThat(microphone.status().state()).isEqualTo(State.LISTENING);

        run("pactl", "unload-module", "module-null-sink");
        Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .until(() -> microphone.status().state() == State.LOST);
        assertThat(microphone.status().note().orElse("")).startsWith("parec ");

        run("pactl", "load-module", "module-null-sink", "sink_name=room", "rate=16000", "channels=1");
        awaitRecorder();
        Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .until(() -> microphone.status().state() == State.LISTENING);
        play(Clip.EN1, 2);
        assertThat(texts()).containsExactly(Clip.EN1.text(), Clip.EN1.text());
    }
}
