package dev.earshot.whisper;

import static org.assertj.core.api.Assertions.assertThat;

import dev.earshot.audio.AudioDecoder;
import dev.earshot.audio.AudioSettings;
import dev.earshot.audio.AudioSource;
import dev.earshot.audio.PcmReader;
import dev.earshot.device.MachineFacts;
import dev.earshot.http.Clip;
import dev.earshot.model.DemoModel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Our own library and the demo model, for tests without an engine around them. */
final class Natives {
    /** Where native-libs/build.sh has put the libraries. */
    static final Path FOLDER = Path.of(System.getProperty("earshot.native.dir")).toAbsolutePath();

    private static final MachineFacts MACHINE = MachineFacts.read(
            Path.of("/"), System.getProperty("os.arch"), Runtime.getRuntime().availableProcessors());

    private Natives() {}

    static Path variant() {
        return FOLDER.resolve("linux-" + MACHINE.architecture());
    }

    static NativeLibrary load() {
        return NativeLibrary.load(MACHINE, new NativeLibrary.Places(Optional.of(FOLDER), List.of(), List.of()));
    }

    static Path demoModel() throws Exception {
        return DemoModel.unpackInto(List.of(Path.of("target/test-models").toAbsolutePath()));
    }

    /** Opened weights; the library is loaded first. */
    static long open(Path model, boolean flashAttention) {
        load();
        long handle =
                NativeWhisper.openModel(model.toString().getBytes(StandardCharsets.UTF_8), false, 0, flashAttention, 0);
        assertThat(handle).as("handle of " + model).isPositive();
        return handle;
    }

    static long openDemo() throws Exception {
        return open(demoModel(), true);
    }

    static float[] samples(Clip clip) throws Exception {
        return samples(Files.readAllBytes(clip.path()));
    }

    static float[] samples(byte[] recording) throws Exception {
        AudioSettings settings = new AudioSettings(Duration.ofMinutes(2), "ffmpeg", Duration.ofSeconds(10));
        float[] samples = new float[0];
        float[] piece = new float[16_000];
        try (PcmReader pcm = new AudioDecoder(settings).open(AudioSource.of(recording))) {
            for (int read = pcm.read(piece, 0, piece.length); read >= 0; read = pcm.read(piece, 0, piece.length)) {
                int before = samples.length;
                samples = Arrays.copyOf(samples, before + read);
                System.arraycopy(piece, 0, samples, before, read);
            }
        }
        return samples;
    }
}
