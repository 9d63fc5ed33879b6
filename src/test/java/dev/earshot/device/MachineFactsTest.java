package dev.earshot.device;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MachineFactsTest {
    static MachineFacts read(String fixture) {
        return MachineFacts.read(Path.of("src/test/resources/device", fixture), "amd64", 4);
    }

    static MachineFacts read(Path root, Map<String, String> files) throws IOException {
        for (var file : files.entrySet()) {
            Path path = root.resolve(file.getKey());
            Files.createDirectories(path.getParent());
            Files.writeString(path, file.getValue());
        }
        return MachineFacts.read(root, "aarch64", 4);
    }

    @Test
    void shouldReadBoardAndFeaturesOfARaspberryPi() {
        MachineFacts pi = read("pi5");

        assertThat(pi.architecture()).isEqualTo("aarch64");
        assertThat(pi.board()).contains("Raspberry Pi 5 Model B Rev 1.0");
        assertThat(pi.compatible()).containsExactly("raspberrypi,5-model-b", "brcm,bcm2712");
        assertThat(pi.cpu()).contains("Cortex-A76");
        assertThat(pi.has("asimd", "asimddp", "fphp", "atomics")).isTrue();
        assertThat(pi.has("i8mm")).isFalse();
    }

    @Test
    void shouldReadProcessorAndFeaturesOfAPc() {
        MachineFacts pc = read("x86-avx2");

        assertThat(pc.architecture()).isEqualTo("x86_64");
        assertThat(pc.cpu()).contains("AMD EPYC");
        assertThat(pc.has("avx2", "fma", "f16c")).isTrue();
    }

    @Test
    void shouldCountOnlyFeaturesThatEveryCoreHas() {
        assertThat(read("mixed-cores").cpuFeatures()).containsExactlyInAnyOrder("fp", "asimd", "crc32");
    }

    /** {@code ulimit -v 4000000}, as Linux writes it. */
    @Test
    void shouldReadWhatIsLeftOfTheAddressSpace(@TempDir Path root) throws IOException {
        String limits = """
                Limit                     Soft Limit           Hard Limit           Units
                Max cpu time              unlimited            unlimited            seconds
                Max address space         4096000000           unlimited            bytes
                Max file locks            unlimited            unlimited            locks
                """;
        String status = "VmPeak:\t 3000000 kB\nVmSize:\t 2000000 kB\nVmRSS:\t  100000 kB\n";

        MachineFacts facts = read(root, Map.of("proc/self/limits", limits, "proc/self/status", status));

        assertThat(facts.memory().addresses()).contains(4_096_000_000L - 2_000_000L * 1024);
        assertThat(facts.memory().resident()).contains(100_000L * 1024);
        read(root, Map.of("proc/self/limits", limits.replace("4096000000", "1024000000")));
        assertThat(MemoryFacts.read(root).addresses())
                .as("taken before it was limited")
                .contains(0L);
        read(root, Map.of("proc/self/limits", limits.replace("4096000000", "unlimited ")));
        assertThat(MemoryFacts.read(root).addresses()).isEmpty();
    }

    @Test
    void shouldKnowLittleButNotFailWhereThereIsNothingToRead(@TempDir Path empty) {
        MachineFacts facts = MachineFacts.read(empty, "aarch64", 1);

        assertThat(facts.board()).isEmpty();
        assertThat(facts.cpu()).isEmpty();
        assertThat(facts.cpuFeatures()).isEmpty();
        assertThat(facts.cores()).isEqualTo(1);
        assertThat(facts.memory()).isEqualTo(MemoryFacts.UNKNOWN);
        assertThat(facts.system().libc()).hasToString("unknown");
        assertThat(facts.jetson()).isEmpty();
        assertThat(facts.gpu().present()).isFalse();
        assertThat(facts.condition().zones()).isEmpty();
    }

    @Test
    void shouldNotFailOnFilesFullOfNonsense(@TempDir Path root) throws IOException {
        MachineFacts facts = read(
                root,
                Map.of(
                        "proc/cpuinfo", "Features\n:::\nFeatures\t:",
                        "proc/meminfo", "MemTotal: many kB\nMemAvailable:",
                        "proc/self/cgroup", "x\n0::/../../etc\n1:memory",
                        "sys/fs/cgroup/memory.max", "lots",
                        "etc/nv_tegra_release", "# R (release)",
                        "sys/class/thermal/thermal_zone0/temp", "hot",
                        "sys/devices/platform/soc/soc:firmware/get_throttled", "zz",
                        "var/lib/nvpmodel/status", "pmode:99999",
                        "proc/driver/nvidia/version", "none",
                        "lib/aarch64-linux-gnu/libc.so.6", "GNU C Library"));

        assertThat(facts.memory().total()).isEmpty();
        assertThat(facts.memory().limit()).isEmpty();
        assertThat(facts.jetson()).isEmpty();
        assertThat(facts.condition().throttled()).isEmpty();
        assertThat(facts.condition().powerMode()).isEmpty();
        assertThat(facts.system().libc()).hasToString("unknown");
    }

    @Test
    void shouldNotReadBeyondTheBound(@TempDir Path root) throws IOException {
        String late = "x".repeat(2 << 20) + "\nModel : Raspberry Pi 5\n";

        assertThat(read(root, Map.of("proc/cpuinfo", late)).board()).isEmpty();
    }

    @Test
    void shouldSeeTheLimitsOfAContainer() {
        MachineFacts pi = read("pi5-container");

        assertThat(pi.board()).as("from /proc/cpuinfo").contains("Raspberry Pi 5 Model B Rev 1.0");
        assertThat(pi.system().container()).isTrue();
        assertThat(pi.memory().limit()).contains(2L << 30);
        assertThat(pi.memory().usable()).contains(2L << 30);
        // 700 MiB used, 500 of them cache that nobody needs
        assertThat(pi.memory().available()).contains((2048L - 200) << 20);
        assertThat(pi.cores()).as("150 % of a processor").isEqualTo(2);
    }

    @Test
    void shouldSeeTheLimitOfAGroupFurtherUpInVersionOne(@TempDir Path root) throws IOException {
        MachineFacts facts = read(
                root,
                Map.of(
                        "proc/meminfo", "MemTotal: 4194304 kB\nMemAvailable: 3145728 kB\n",
                        "proc/self/cgroup", "4:memory:/box/inner\n3:cpu,cpuacct:/box\n0::/\n",
                        "sys/fs/cgroup/memory/memory.limit_in_bytes", "9223372036854771712",
                        "sys/fs/cgroup/memory/box/memory.limit_in_bytes", "1073741824",
                        "sys/fs/cgroup/memory/box/memory.usage_in_bytes", "73741824",
                        "sys/fs/cgroup/memory/box/inner/memory.limit_in_bytes", "9223372036854771712",
                        "sys/fs/cgroup/cpu,cpuacct/box/cpu.cfs_quota_us", "100000",
                        "sys/fs/cgroup/cpu,cpuacct/box/cpu.cfs_period_us", "100000"));

        assertThat(facts.memory().limit()).contains(1L << 30);
        assertThat(facts.memory().available()).contains(1_000_000_000L);
        assertThat(facts.cores()).isEqualTo(1);
    }

    @Test
    void shouldTakeTheWholeMemoryWhereNoGroupLimitsIt(@TempDir Path root) throws IOException {
        MachineFacts facts = read(
                root,
                Map.of(
                        "proc/meminfo", "MemTotal: 4194304 kB\nMemAvailable: 3145728 kB\n",
                        "proc/self/cgroup", "0::/system.slice/earshot.service\n",
                        "sys/fs/cgroup/system.slice/earshot.service/memory.max", "max",
                        "sys/fs/cgroup/system.slice/earshot.service/cpu.max", "max 100000"));

        assertThat(facts.memory().limit()).isEmpty();
        assertThat(facts.memory().usable()).contains(4L << 30);
        assertThat(facts.memory().available()).contains(3L << 30);
        assertThat(facts.cores()).isEqualTo(4);
    }

    @ParameterizedTest
    @CsvSource({"jetson-nano,glibc 2.27", "xavier-nx,glibc 2.31", "pi4,glibc 2.36", "orin-nano,glibc 2.35"})
    void shouldKnowTheCLibrary(String fixture, String libc) {
        assertThat(read(fixture).system().libc()).hasToString(libc);
    }

    @Test
    void shouldKnowTheCLibraryOfThisMachine() {
        CLibrary libc = MachineFacts.read(Path.of("/"), System.getProperty("os.arch"), 1)
                .system()
                .libc();

        // What is running these tests was linked against 2.17 at least, and no version has three parts.
        assertThat(libc.kind()).isEqualTo(CLibrary.GLIBC);
        assertThat(libc.olderThan("2.17")).isFalse();
        assertThat(libc.version().orElseThrow()).matches("2\\.\\d\\d");
    }

    @Test
    void shouldCompareVersionsOfTheCLibraryByNumber() {
        CLibrary old = new CLibrary(CLibrary.GLIBC, Optional.of("2.4"));

        assertThat(old.olderThan("2.34")).isTrue();
        assertThat(old.olderThan("2.4")).isFalse();
    }

    @Test
    void shouldTellAlpinesCLibrary(@TempDir Path root) throws IOException {
        assertThat(read(root, Map.of("lib/ld-musl-aarch64.so.1", "")).system().libc())
                .hasToString("musl");
    }

    @ParameterizedTest
    @CsvSource({
        "jetson-nano,'JetPack 4.6 (L4T 32.7.1, CUDA 10.2)',53",
        "tx2,'JetPack 4.6 (L4T 32.7.6, CUDA 10.2)',62",
        "xavier-nx,'JetPack 5.1 (L4T 35.4.1, CUDA 11.4)',72",
        "orin-nano,'JetPack 6.2 (L4T 36.4.3, CUDA 12.6)',87",
        "orin-nano-jp7,'JetPack 7.2 (L4T 39.2.0, CUDA 13.2)',87",
        "thor,'JetPack 7.0 (L4T 38.2.2, CUDA 13.0)',110"
    })
    void shouldKnowJetPackAndChipOfAJetson(String fixture, String jetpack, String architecture) {
        MachineFacts jetson = read(fixture);

        assertThat(jetson.jetson()).hasValueSatisfying(it -> assertThat(it).hasToString(jetpack));
        assertThat(jetson.gpu().architecture()).contains(architecture);
        assertThat(jetson.gpu().present()).isTrue();
    }

    @Test
    void shouldNotGuessTheCudaOfAReleaseItDoesNotKnow(@TempDir Path root) throws IOException {
        MachineFacts facts =
                read(root, Map.of("etc/nv_tegra_release", "# R41 (release), REVISION: 1.0, GCID: 1, BOARD: generic"));

        assertThat(facts.jetson())
                .hasValueSatisfying(it -> assertThat(it).hasToString("JetPack later than known (L4T 41.1.0)"));
        assertThat(facts.gpu().cudaMajor(facts.jetson())).isEmpty();
    }

    @Test
    void shouldReadTheGpuOfAPc() {
        MachineFacts pc = read("pc-nvidia");

        assertThat(pc.gpu().present()).isTrue();
        assertThat(pc.gpu().model()).contains("NVIDIA GeForce RTX 3060");
        assertThat(pc.gpu().driver()).contains("550.135");
        assertThat(pc.gpu().cudaMajor(pc.jetson())).contains(12);
        assertThat(pc.gpu().cudaRuntimes()).containsExactly(12);
    }

    @Test
    void shouldReadHeatAndPowerModeOfAJetson() {
        ConditionFacts condition = read("orin-nano").condition();

        assertThat(condition.zones()).as("without the sensor that is off").hasSize(2);
        assertThat(condition.hottest()).hasValueSatisfying(zone -> {
            assertThat(zone.celsius()).isEqualTo(51.0);
            assertThat(zone.slowsAt()).contains(99.0);
        });
        assertThat(condition.powerMode()).contains(new ConditionFacts.PowerMode(0, "15W", 2, "MAXN_SUPER"));
    }

    @Test
    void shouldReadThrottlingOfARaspberryPi(@TempDir Path root) throws IOException {
        ConditionFacts condition = read(
                        root,
                        Map.of(
                                "sys/devices/platform/soc/soc:firmware/get_throttled", "50005\n",
                                "sys/class/hwmon/hwmon0/name", "cpu_thermal\n",
                                "sys/class/hwmon/hwmon1/name", "rpi_volt\n",
                                "sys/class/hwmon/hwmon1/in0_lcrit_alarm", "1\n"))
                .condition();

        assertThat(condition.throttled()).contains(0x50005);
        assertThat(condition.undervoltage()).contains(true);
    }

    @Test
    void shouldSayWhatMayBeOpened() {
        assertThat(read("orin-nano").access().gpu())
                .extracting(AccessFacts.Node::path)
                .containsExactly("/dev/nvmap", "/dev/nvhost-gpu");
        assertThat(read("orin-nano").access().gpu()).allMatch(AccessFacts.Node::open);
    }
}
