package dev.earshot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.earshot.device.check.Check;
import dev.earshot.device.check.Check.Verdict;
import dev.earshot.device.check.DeviceReport;
import dev.earshot.model.ModelWriter;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DoctorTest {
    /** Tests of the service leave theirs behind. */
    private final OwnSettings settings = new OwnSettings();

    @TempDir
    Path empty;

    private String natives;

    @BeforeEach
    void emptyFolder() {
        natives = System.getProperty("earshot.native.dir");
        settings.takeAway();
        System.setProperty("earshot.native.dir", "bundled");
        System.setProperty("earshot.models.dir", empty.toString());
    }

    @AfterEach
    void forget() {
        settings.putBack();
    }

    private static DeviceReport on(String fixture) {
        System.setProperty("earshot.device.root", "src/test/resources/device/" + fixture);
        return DeviceReporter.report(Configuration.read());
    }

    private static Check check(DeviceReport report, String name) {
        return report.checks().stream()
                .filter(it -> it.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void shouldSayThatAJetsonNanoCannotRunAndWhatCould() {
        DeviceReport report = on("jetson-nano");

        assertThat(report.verdict()).isEqualTo(Verdict.FAILED);
        assertThat(check(report, "C library").verdict()).isEqualTo(Verdict.FAILED);
        assertThat(check(report, "C library").remedy().orElseThrow()).contains("container");
        assertThat(check(report, "native library").found()).contains("ARMv8.0");
    }

    @Test
    void shouldWarnOfAnUnusedGpuAndALowPowerMode() {
        DeviceReport report = on("orin-nano");

        assertThat(report.profileName()).isEqualTo("jetson-orin-nano-8gb");
        assertThat(check(report, "GPU").remedy())
                .contains("Build it on this machine: native-libs/build.sh linux-aarch64-cuda12");
        assertThat(check(report, "power").remedy()).contains("sudo nvpmodel -m 2");
    }

    @Test
    void shouldSayWhoOverridesWhatOfTheProfile() {
        System.setProperty("earshot.engine.queue", "5");

        assertThat(on("pi5").overridden())
                .containsExactly(new DeviceReport.Overridden("earshot.engine.queue", "8", "5", "SysPropConfigSource"));
    }

    @Test
    void shouldReadTheForcedProfileBelowTheUsersSettings() {
        System.setProperty("earshot.profile", "raspberry-pi-4-2gb");
        System.setProperty("earshot.engine.queue", "5");

        EarshotConfig config = Configuration.read().earshot();

        assertThat(config.engine().threads()).as("from the profile").isEqualTo(3);
        assertThat(config.engine().queue()).as("from the user").isEqualTo(5);
        assertThat(config.engine().guard()).as("the default").isTrue();
    }

    @Test
    void shouldNameTheDemoModelWhereNoneOfTheMachinesIsInstalled() {
        assertThat(on("pi5").model().description()).startsWith("earshot-demo").contains("base-q8_0");
    }

    @Test
    void shouldWarnOfTheDemoModelAndNameWhatTheProfileWouldTake() {
        DeviceReport report = on("pi5");

        assertThat(check(report, "model").verdict()).isEqualTo(Verdict.WARNING);
        assertThat(check(report, "model").remedy())
                .contains(
                        "It only knows the words of the demo clips; install a real one: earshot models pull (base-q8_0 for"
                                + " this machine).");
        assertThat(report.verdict()).isEqualTo(Verdict.WARNING);
    }

    @Test
    void shouldNotAdviseToPullWhatIsInstalledAndDoesNotFit() throws Exception {
        ModelWriter.writeSized(empty.resolve("ggml-base-q8_0.bin"), "base", "q8_0");
        System.setProperty("earshot.planning.memory-cap", "400M");

        Check model = check(on("pi5"), "model");

        assertThat(model.found()).startsWith("earshot-demo").contains("base-q8_0 needs up to ");
        assertThat(model.remedy().orElseThrow()).contains("models pull ").doesNotContain("base-q8_0");
    }

    @Test
    void shouldNameTheSettingThatKeepsTheDemoModel() {
        System.setProperty("earshot.model", "earshot-demo");

        assertThat(check(on("pi5"), "model").remedy().orElseThrow()).contains("take earshot.model away");
    }

    @Test
    void shouldSayWhereToFindAModelWhereNoProfileNamesOne() {
        System.setProperty("earshot.profile", "none");

        assertThat(check(on("pi5"), "model").remedy().orElseThrow()).contains("earshot models available");
    }

    @Test
    void shouldPredictTheMemoryOfTheModelAndSayWhatThereIs() throws Exception {
        ModelWriter.writeSized(empty.resolve("ggml-base-q8_0.bin"), "base", "q8_0");

        DeviceReport report = on("pi5");

        assertThat(report.model().description()).startsWith("base-q8_0");
        assertThat(check(report, "memory").verdict()).isEqualTo(Verdict.OK);
        assertThat(check(report, "memory").found())
                .containsPattern("the model takes \\d+ MiB, up to \\d+ MiB \\(weights 78 MiB, vocabulary 8 MiB, ");
        assertThat(report.asMap()).containsKeys("model_reason", "model_memory");
    }

    @Test
    void shouldSayWhichSecondModelOurOwnLibraryWouldHold() throws Exception {
        assumeTrue(natives != null, "our own native library was not built");
        System.setProperty("earshot.native.dir", natives);
        ModelWriter.writeSized(empty.resolve("ggml-base-q8_0.bin"), "base", "q8_0");
        ModelWriter.writeSized(empty.resolve("ggml-small-q8_0.bin"), "small", "q8_0");

        assertThat(check(on("pi5"), "long recordings").found())
                .matches("small-q8_0, beside base-q8_0; takes \\d+ MiB, up to \\d+ MiB");
    }

    @Test
    void shouldSayWhichModelWouldHearLongRecordingsAndWhy() throws Exception {
        ModelWriter.writeSized(empty.resolve("ggml-base-q8_0.bin"), "base", "q8_0");
        assertThat(check(on("pi5"), "long recordings").found())
                .isEqualTo("base-q8_0, as short ones; base-q8_0 is the best of the installed models for them");

        ModelWriter.writeSized(empty.resolve("ggml-small-q8_0.bin"), "small", "q8_0");
        assertThat(check(on("pi5"), "long recordings").found())
                .isEqualTo("base-q8_0, as short ones; the bundled native library bears one model at a time");
        System.setProperty("earshot.planning.memory-cap", "700M");
        assertThat(on("pi5").asMap().get("long_recordings"))
                .asString()
                .startsWith("base-q8_0, as short ones; small-q8_0 needs up to ")
                .contains("earshot.planning.memory-cap of 700 MiB");
        System.setProperty("earshot.model", "base-q8_0");
        assertThat(check(on("pi5"), "long recordings").found())
                .isEqualTo("base-q8_0, as short ones; earshot.model names it for all");
    }

    @Test
    void shouldSayThatAModelDoesNotFit() throws Exception {
        ModelWriter.writeSized(empty.resolve("ggml-base-q8_0.bin"), "base", "q8_0");
        System.setProperty("earshot.model", "base-q8_0");
        System.setProperty("earshot.planning.memory-cap", "400M");

        DeviceReport report = on("pi5");

        assertThat(report.verdict()).isEqualTo(Verdict.FAILED);
        assertThat(check(report, "model").found()).startsWith("base-q8_0 needs up to ");
        assertThat(check(report, "memory").found()).contains("earshot.planning.memory-cap of 400 MiB");
    }

    @Test
    void shouldWarnWhereFfmpegIsMissing() {
        System.setProperty("earshot.ffmpeg.program", "/nonexistent/ffmpeg");

        assertThat(check(on("pc"), "ffmpeg").verdict()).isEqualTo(Verdict.WARNING);
    }

    @Test
    void shouldFindNoFaultWithAPcButItsSurroundings() throws Exception {
        ModelWriter.writeSized(empty.resolve("ggml-base-q8_0.bin"), "base", "q8_0");

        assertThat(on("pc").checks())
                .filteredOn(
                        it -> !Arrays.asList("port", "disk", "ffmpeg", "clock").contains(it.name()))
                .allMatch(it -> it.verdict() == Verdict.OK);
    }
}
