package dev.earshot.audio;

import static dev.earshot.audio.AudioException.Problem.UNREADABLE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class Mp4FastStartTest {
    @TempDir
    Path directory;

    private byte[] indexLast;
    private byte[] indexFirst;

    @BeforeEach
    void makeBothKinds() throws Exception {
        String clip = Sounds.CLIPS.resolve("en6.wav").toString();
        Path last = Tools.ffmpeg(directory.resolve("last.m4a"), "-i", clip);
        Path first = Tools.ffmpeg(
                directory.resolve("first.m4a"), "-i", last.toString(), "-c", "copy", "-movflags", "+faststart");
        indexLast = Files.readAllBytes(last);
        indexFirst = Files.readAllBytes(first);
        assertThat(find(indexLast, "moov")).isGreaterThan(find(indexLast, "mdat"));
        assertThat(find(indexFirst, "moov")).isLessThan(find(indexFirst, "mdat"));
    }

    @Test
    void shouldDecodeTheSameWhereverTheIndexStands() throws Exception {
        float[] expected = Sounds.decode(indexFirst);

        assertThat(expected.length).isGreaterThan(16_000);
        assertThat(Sounds.decode(indexLast)).isEqualTo(expected);
    }

    @Test
    void shouldLeaveAFileAloneWhoseIndexIsInFront() throws Exception {
        AudioSource source = AudioSource.of(indexFirst);

        assertThat(Mp4FastStart.of(source)).isSameAs(source);
    }

    @Test
    void shouldMoveTheIndexAndLoseNoByteWhateverTheReadSize() throws Exception {
        int at = find(indexLast, "moov") - 4;
        byte[] whole = Mp4FastStart.of(AudioSource.of(indexLast)).open().readAllBytes();

        assertThat(whole).hasSameSizeAs(indexLast);
        assertThat(find(whole, "moov")).isLessThan(find(whole, "mdat"));
        assertThat(Arrays.copyOfRange(whole, whole.length - 1000, whole.length))
                .isEqualTo(Arrays.copyOfRange(indexLast, at - 1000, at));
        try (var in = Mp4FastStart.of(AudioSource.of(indexLast)).open()) {
            byte[] one = new byte[whole.length];
            for (int i = 0; i < one.length; i++) {
                one[i] = (byte) in.read();
            }
            assertThat(one).isEqualTo(whole);
            assertThat(in.read()).isEqualTo(-1);
        }
    }

    @Test
    void shouldDecodeAFragmentedRecordingAsABrowserMakesIt() throws Exception {
        Path fragmented = Tools.ffmpeg(
                directory.resolve("fragmented.mp4"),
                "-i",
                directory.resolve("last.m4a").toString(),
                "-c",
                "copy",
                "-movflags",
                "frag_keyframe+empty_moov+default_base_moof",
                "-frag_duration",
                "500000");

        assertThat(Sounds.decode(fragmented).length)
                .isBetween(Sounds.decode(indexFirst).length - 2_048, Sounds.decode(indexFirst).length + 2_048);
    }

    @Test
    void shouldTellPromisedAndPresentBytesWhenTheFileIsCutOff() {
        assertRefused(Arrays.copyOf(indexLast, indexLast.length / 2), "'mdat'", "promises", "are there");
        assertRefused(Arrays.copyOf(indexFirst, indexFirst.length / 2), "'mdat'", "promises", "are there");
        assertRefused(Arrays.copyOf(indexLast, find(indexLast, "moov") - 4), "no index (moov atom)");
    }

    @Test
    void shouldRefuseAnIndexOfAbsurdSizeBeforeReadingIt() {
        byte[] head = atom("ftyp", 16, 16);
        byte[] sound = atom("mdat", 16, 16);
        byte[] index = atom("moov", Mp4FastStart.MAX_INDEX_BYTES + 1L, Mp4FastStart.MAX_INDEX_BYTES + 1);

        assertRefused(join(head, sound, index), "67108865 bytes; 67108864 are the most");
        assertRefused(join(head, sound, atom("moov", 0x7fffffffL, 100)), "promises 2147483647 bytes, 100 are there");
    }

    @Test
    void shouldRefuseATableThatClaimsMoreEntriesThanItHolds() {
        byte[] forged = indexLast.clone();
        ByteBuffer.wrap(forged).putInt(find(forged, "stco") + 8, 0x7fffffff);

        assertRefused(forged, "claims 2147483647 entries");
    }

    @Test
    void shouldNotFollowForgedNesting() {
        byte[] index = new byte[8 * 100_000];
        for (int i = 0; i < 100_000; i++) {
            ByteBuffer.wrap(index).putInt(8 * i, index.length - 8 * i).put(8 * i + 4, "moov".getBytes());
        }

        assertThat(refusal(join(atom("ftyp", 16, 16), atom("mdat", 16, 16), index))
                        .problem())
                .isEqualTo(UNREADABLE);
    }

    @Test
    void shouldRefuseOrDecodeEveryBrokenLayout() throws Exception {
        int index = find(indexLast, "moov") - 4;
        for (int seed = 0; seed < 20_000; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            byte[] broken = indexLast.clone();
            for (int i = 0; i < 3; i++) {
                int at = random.nextBoolean() ? random.nextInt(44) : random.nextInt(index, broken.length);
                broken[at] = random.nextBoolean() ? (byte) random.nextInt() : 0;
            }
            try {
                // only the walk and the patching: the demuxer's part would take an hour
                Mp4FastStart.of(AudioSource.of(broken)).open().readAllBytes();
            } catch (AudioException e) {
                assertThat(e.problem()).as("case %s", seed).isEqualTo(UNREADABLE);
            }
        }
    }

    private static void assertRefused(byte[] recording, String... words) {
        AudioException refusal = refusal(recording);

        assertThat(refusal).hasMessageContainingAll(words);
        assertThat(refusal.problem()).isEqualTo(UNREADABLE);
    }

    private static AudioException refusal(byte[] recording) {
        AudioException refusal = catchThrowableOfType(AudioException.class, () -> Sounds.decode(recording));
        assertThat(refusal).isNotNull();
        return refusal;
    }

    private static byte[] atom(String type, long claimed, int length) {
        return ByteBuffer.allocate(length)
                .putInt((int) claimed)
                .put(type.getBytes())
                .array();
    }

    private static byte[] join(byte[]... parts) {
        ByteBuffer all = ByteBuffer.allocate(
                Arrays.stream(parts).mapToInt(part -> part.length).sum());
        Arrays.stream(parts).forEach(all::put);
        return all.array();
    }

    private static int find(byte[] file, String type) {
        return new String(file, StandardCharsets.ISO_8859_1).indexOf(type);
    }
}
