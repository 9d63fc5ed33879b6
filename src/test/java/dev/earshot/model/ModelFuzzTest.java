package dev.earshot.model;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ModelFuzzTest {
    private static final int CASES = 20_000;
    private static final int FORKED_CASES = 50;
    private static final long MAX_ALLOCATION = 1 << 20;

    private static byte[] demo;
    private static ParsedModel parsed;

    @TempDir
    Path directory;

    @BeforeAll
    static void readDemoModel() throws IOException {
        demo = DemoMutation.demoModel();
        parsed = ParsedModel.of(demo);
    }

    @Test
    @Timeout(value = 5, unit = TimeUnit.MINUTES)
    void shouldAcceptOnlyHarmlessDamageAndAllocateLittle() throws IOException {
        Map<ModelException.Problem, Integer> refused = new EnumMap<>(ModelException.Problem.class);
        ThreadMXBean memory = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        int accepted = 0;
        ByteBuffer copy = ByteBuffer.allocate(2 * demo.length);
        refusal(Pieces.of(demo));
        for (long seed = 0; seed < CASES; seed++) {
            Pieces mutation = DemoMutation.of(seed, demo, parsed);
            long before = memory.getCurrentThreadAllocatedBytes();
            ModelException refusal = refusal(mutation);
            long allocated = memory.getCurrentThreadAllocatedBytes() - before;

            assertThat(allocated).as("bytes allocated for seed %d", seed).isLessThan(MAX_ALLOCATION);
            if (refusal != null) {
                assertThat(refusal.getMessage()).as("seed %d", seed).matches("fuzz.bin is [ -~]{10,400}");
                refused.merge(refusal.problem(), 1, Integer::sum);
                continue;
            }
            accepted++;
            mutation.putInto(copy.clear());
            assertThat(ParsedModel.of(copy.flip()).sizes()).as("seed %d", seed).isEqualTo(parsed.sizes());
        }
        System.out.printf(
                "Model fuzzing: %d cases in %d ms of processor time, %d accepted, refused %s%n",
                CASES, memory.getCurrentThreadCpuTime() / 1_000_000, accepted, refused);
        assertThat(accepted).isBetween(CASES / 50, CASES / 2);
        assertThat(refused.keySet())
                .containsExactlyInAnyOrder(
                        ModelException.Problem.NOT_A_MODEL,
                        ModelException.Problem.DAMAGED,
                        ModelException.Problem.UNSUPPORTED);
    }

    @ParameterizedTest
    @EnumSource
    @Timeout(value = 5, unit = TimeUnit.MINUTES)
    void shouldOnlyAcceptDamageThatTheNativeLibrarySurvives(ForkedProbe.Library library)
            throws IOException, InterruptedException {
        List<String> survivors = new ArrayList<>();
        for (long seed = CASES; survivors.size() < FORKED_CASES; seed++) {
            if (refusal(DemoMutation.of(seed, demo, parsed)) == null) {
                survivors.add("seed:" + seed);
            }
        }

        ForkedProbe.Result result = ForkedProbe.run(library, directory, survivors);

        assertThat(result.exitStatus()).as(result.output()).isZero();
        assertThat(result.output()).contains("survived " + survivors.get(FORKED_CASES - 1));
    }

    /** Null if the bytes were accepted; anything but a refusal is a failure of the test. */
    private static ModelException refusal(Pieces bytes) throws IOException {
        try {
            ModelFile.inspect(bytes.channel(), Path.of("fuzz.bin"));
            return null;
        } catch (ModelException e) {
            return e;
        }
    }
}
