import io.github.givimad.whisperjni.WhisperContext;
import io.github.givimad.whisperjni.WhisperContextParams;
import io.github.givimad.whisperjni.WhisperFullParams;
import io.github.givimad.whisperjni.WhisperJNI;
import io.github.givimad.whisperjni.WhisperSamplingStrategy;
import io.github.givimad.whisperjni.WhisperState;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.ShortBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Writes down demo clips with the natives of one folder, for {@code qemu.sh}: nothing but the wrapper, so that a run
 * takes half a minute under an emulator and not five. Run as {@code java DemoClips NATIVES DEMO_MODEL_FOLDER CPU_VARIANT
 * [CLIP...]}; CPU_VARIANT is the one that must have been chosen, or {@code any}; without a clip it takes all.
 *
 * <p>Exit status: 0 all right, 1 a text or the variant is wrong. A native crash ends it with a signal.
 */
final class DemoClips {
    private static final int RATE = 16_000;

    /** The demo model is trained on audio contexts down to this. */
    private static final int SHORTEST_CONTEXT = 384;

    private static final int LONGEST_CONTEXT = 1_500;
    private static final int CONTEXT_PER_SECOND = 50;

    private static final Pattern CLIP = Pattern.compile(
            "\"(\\w+)\\.wav\": \\{\\s*\"language\": (?:\"(\\w\\w)\"|null),.*?\"text\": \"([^\"\\\\]*)\"",
            Pattern.DOTALL);
    private static final Pattern CPU_BACKEND = Pattern.compile("/libggml-cpu-([\\w.]+)\\.so");

    private record Clip(String name, String language, String text) {}

    private final WhisperJNI whisper = new WhisperJNI();
    private final Path folder;

    private DemoClips(Path folder) {
        this.folder = folder;
    }

    public static void main(String[] args) throws IOException {
        System.setProperty("io.github.givimad.whisperjni.libdir", args[0]);
        WhisperJNI.loadLibrary();
        WhisperJNI.setLibraryLogger(null);
        DemoClips clips = new DemoClips(Path.of(args[1]));
        boolean right = clips.checkVariant(args[2]);
        right &= clips.checkTexts(List.of(args).subList(3, args.length));
        System.exit(right ? 0 : 1);
    }

    /** What is mapped is what runs; what a file name promises is held by another test. */
    private boolean checkVariant(String expected) throws IOException {
        String mapped = Files.readAllLines(Path.of("/proc/self/maps")).stream()
                .flatMap(line -> CPU_BACKEND.matcher(line).results())
                .map(match -> match.group(1))
                .distinct()
                .collect(Collectors.joining(" and "));
        boolean right = expected.equals("any") ? !mapped.isEmpty() : mapped.equals(expected);
        System.out.printf(
                "%s: CPU variant %s%s; %s%n",
                right ? "ok" : "WRONG",
                mapped.isEmpty() ? "none" : mapped,
                right ? "" : ", expected " + expected,
                whisper.getSystemInfo().strip());
        return right;
    }

    private boolean checkTexts(List<String> names) throws IOException {
        Map<String, Clip> known = clips();
        WhisperContextParams params = new WhisperContextParams();
        params.useGPU = false;
        boolean right = true;
        try (WhisperContext context = whisper.initNoState(folder.resolve("earshot-demo-q8_0.bin"), params)) {
            if (context == null) {
                System.out.println("WRONG: the demo model could not be loaded");
                return false;
            }
            for (String name : names.isEmpty() ? List.copyOf(known.keySet()) : names) {
                Clip clip = known.get(name);
                if (clip == null) {
                    throw new IllegalArgumentException("No clip " + name + "; there are " + known.keySet());
                }
                // Only one at a time fits into the smallest boards.
                try (WhisperState state = whisper.initState(context)) {
                    right &= check(context, state, clip);
                }
            }
        }
        return right;
    }

    private boolean check(WhisperContext context, WhisperState state, Clip clip) throws IOException {
        float[] samples = samples(folder.resolve("clips").resolve(clip.name() + ".wav"));
        long begun = System.nanoTime();
        int status = whisper.fullWithState(context, state, params(clip, samples.length), samples, samples.length);
        double seconds = (System.nanoTime() - begun) / 1e9;
        if (status != 0) {
            System.out.printf("WRONG: %s: status %d%n", clip.name(), status);
            return false;
        }
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < whisper.fullNSegmentsFromState(state); i++) {
            text.append(whisper.fullGetSegmentTextFromState(state, i));
        }
        String heard = text.toString().strip();
        boolean right = heard.equals(clip.text());
        System.out.printf(
                "%s: %s: \"%s\"%s (%.1f s)%n",
                right ? "ok" : "WRONG",
                clip.name(),
                heard,
                right ? "" : ", expected \"" + clip.text() + "\"",
                seconds);
        return right;
    }

    private static WhisperFullParams params(Clip clip, int samples) {
        WhisperFullParams params = new WhisperFullParams(WhisperSamplingStrategy.GREEDY);
        // One thread: ggml's threads wait for each other by spinning, which is dear under an emulator.
        params.nThreads = 1;
        int context = CONTEXT_PER_SECOND * samples / RATE + CONTEXT_PER_SECOND;
        params.audioCtx = Math.min(LONGEST_CONTEXT, Math.max(SHORTEST_CONTEXT, context));
        params.language = clip.language();
        params.noContext = true;
        params.suppressNonSpeechTokens = true;
        params.printProgress = false;
        params.printTimestamps = false;
        return params;
    }

    private Map<String, Clip> clips() throws IOException {
        Map<String, Clip> clips = new LinkedHashMap<>();
        Matcher matcher = CLIP.matcher(Files.readString(folder.resolve("clips/clips.json")));
        while (matcher.find()) {
            // What has no speech has no language, either.
            String language = matcher.group(2) == null ? "auto" : matcher.group(2);
            clips.put(matcher.group(1), new Clip(matcher.group(1), language, matcher.group(3)));
        }
        return clips;
    }

    private static float[] samples(Path wav) throws IOException {
        byte[] bytes = Files.readAllBytes(wav);
        ByteBuffer in = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        String chunk = new String(bytes, 36, 4, StandardCharsets.US_ASCII);
        if (!chunk.equals("data") || in.getInt(24) != RATE) {
            throw new IOException(wav + " is not a plain WAV of " + RATE + " Hz");
        }
        ShortBuffer data = in.position(44).asShortBuffer();
        float[] samples = new float[data.remaining()];
        for (int i = 0; i < samples.length; i++) {
            samples[i] = data.get(i) / 32_768f;
        }
        return samples;
    }
}
