package dev.earshot.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProfileChoiceTest {
    private static final Path FOLDER = Path.of("device-profiles");
    private static final List<DeviceProfile> PROFILES = DeviceProfiles.load(Optional.empty());

    private static ProfileChoice auto(String fixture) {
        return ProfileChoice.choose(MachineFactsTest.read(fixture), PROFILES, ProfileChoice.AUTO);
    }

    private static String setting(DeviceProfile profile, String key) {
        return profile.settings().get("earshot." + key);
    }

    private static String first(DeviceProfile profile, String key) {
        return setting(profile, key).split(",")[0];
    }

    private static NativeChoice natives(String fixture) {
        String wanted = setting(auto(fixture).profile().orElseThrow(), "native.variants");
        return NativeChoice.of(MachineFactsTest.read(fixture), List.of(wanted.split(",")));
    }

    @ParameterizedTest
    @CsvSource({
        "zero2w, raspberry-pi-zero-2-w, linux-aarch64, ARMv8.0, none, tiny-q5_1, 1",
        "pi3, raspberry-pi-3, linux-aarch64, ARMv8.0, none, tiny-q5_1, 1",
        "pi4-2gb, raspberry-pi-4-2gb, linux-aarch64, ARMv8.0, tiny-q8_0, base-q5_1, 1",
        "pi4, raspberry-pi-4-4gb, linux-aarch64, ARMv8.0, tiny-q8_0, base-q8_0, 1",
        "pi4-8gb, raspberry-pi-4-8gb, linux-aarch64, ARMv8.0, tiny-q8_0, small-q5_1, 1",
        "pi5-2gb, raspberry-pi-5-2gb, linux-aarch64, ARMv8.2 dotprod+fp16, base-q8_0, base-q8_0, 1",
        "pi5, raspberry-pi-5-4gb, linux-aarch64, ARMv8.2 dotprod+fp16, base-q8_0, small-q8_0, 1",
        "pi5-container, raspberry-pi-5-2gb, linux-aarch64, ARMv8.2 dotprod+fp16, base-q8_0, base-q8_0, 1",
        "jetson-nano, jetson-nano, , ARMv8.0, none, none, 1",
        "tx2, jetson-tx2, , ARMv8.0, none, none, 1",
        "xavier-nx, jetson-xavier-nx, , ARMv8.0, tiny-q8_0, base-q8_0, 1",
        "agx-xavier, jetson-agx-xavier, , ARMv8.0, tiny-q8_0, base-q8_0, 1",
        "xavier-nx-container, jetson-xavier-nx, linux-aarch64, ARMv8.0, tiny-q8_0, base-q8_0, 1",
        "orin-nano-4gb, jetson-orin-nano-4gb, linux-aarch64-cuda12, ARMv8.2 dotprod+fp16, base, small-q8_0, 1",
        "orin-nano, jetson-orin-nano-8gb, linux-aarch64-cuda12, ARMv8.2 dotprod+fp16, small, large-v3-turbo-q5_0, 1",
        "orin-nano-jp7, jetson-orin-nano-8gb, linux-aarch64-cuda13, ARMv8.2 dotprod+fp16, small, large-v3-turbo-q5_0, 1",
        "orin-nx-8gb, jetson-orin-nx-8gb, linux-aarch64-cuda12, ARMv8.2 dotprod+fp16, large-v3-turbo-q5_0, large-v3-turbo-q8_0, 1",
        "orin-nx-16gb, jetson-orin-nx-16gb, linux-aarch64-cuda12, ARMv8.2 dotprod+fp16, large-v3-turbo-q8_0, large-v3-turbo-q8_0, 2",
        "orin-nx-16gb-jp7, jetson-orin-nx-16gb, linux-aarch64-cuda13, ARMv8.2 dotprod+fp16, large-v3-turbo-q8_0, large-v3-turbo-q8_0, 2",
        "agx-orin, jetson-agx-orin, linux-aarch64-cuda12, ARMv8.2 dotprod+fp16, large-v3-turbo, large-v3-q5_0, 2",
        "agx-orin-jp7, jetson-agx-orin, linux-aarch64-cuda13, ARMv8.2 dotprod+fp16, large-v3-turbo, large-v3-q5_0, 2",
        "thor, jetson-thor, linux-aarch64-cuda13, ARMv8.2 dotprod+fp16, large-v3-turbo, large-v3, 2",
        "aarch64, aarch64, linux-aarch64, ARMv8.2 dotprod+fp16, base-q8_0, small-q8_0, 1",
        "aarch64-v8.0, aarch64, linux-aarch64, ARMv8.0, base-q8_0, small-q8_0, 1",
        "aarch64-nvidia, aarch64-nvidia, linux-aarch64-cuda13, ARMv8.2 dotprod+fp16, small, large-v3-turbo-q5_0, 1",
        "pc, x86_64, linux-x86_64, AVX2, base-q8_0, small-q8_0, 1",
        "pc-nvidia, x86_64-nvidia, linux-x86_64-cuda, AVX2, small, large-v3-turbo-q5_0, 1"
    })
    void shouldChooseForEachBoard(
            String fixture,
            String name,
            String variant,
            String processor,
            String interactive,
            String batch,
            String lanes) {
        DeviceProfile profile = auto(fixture).profile().orElseThrow();

        assertThat(profile.name()).isEqualTo(name);
        assertThat(natives(fixture).variant()).isEqualTo(Optional.ofNullable(variant));
        assertThat(natives(fixture).processor()).isEqualTo(processor);
        assertThat(first(profile, "models.interactive")).isEqualTo(interactive);
        assertThat(first(profile, "models.batch")).isEqualTo(batch);
        assertThat(setting(profile, "engine.lanes")).isEqualTo(lanes);
    }

    @Test
    void shouldSayWhyAJetsonNanoCannotRunAndWhatCould() {
        assertThat(natives("jetson-nano").reasons())
                .containsExactly(
                        "they need glibc 2.34, and this system has 2.27 (JetPack 4.6 (L4T 32.7.1, CUDA 10.2)). "
                                + NativeChoice.CONTAINER,
                        "linux-aarch64-cuda12: it is for the GPUs sm_87, and this one is sm_53");
    }

    @Test
    void shouldSayWhyAXavierInAContainerGetsNoCuda() {
        assertThat(natives("xavier-nx-container").reasons())
                .containsExactly("linux-aarch64-cuda12: it is for the GPUs sm_87, and this one is sm_72");
    }

    @Test
    void shouldSayWhyThisProfile() {
        assertThat(auto("pi5-container").reason())
                .isEqualTo("the board says 'Raspberry Pi 5 Model B Rev 1.0', and may use 2.0 GiB of memory"
                        + " (its container's or service's limit)");
        assertThat(auto("pc-nvidia").reason())
                .isEqualTo("no profile is for this board in particular; its processor is x86_64, with an NVIDIA GPU");
    }

    @Test
    void shouldTakeTheProfileThatIsNamed() {
        ProfileChoice choice = ProfileChoice.choose(MachineFactsTest.read("pi4"), PROFILES, "raspberry-pi-3");

        assertThat(choice.profile().orElseThrow().name()).isEqualTo("raspberry-pi-3");
        assertThat(choice.forced()).isTrue();
        assertThat(choice.reason())
                .isEqualTo("earshot.profile names it; on its own this machine would get raspberry-pi-4-4gb");
    }

    @Test
    void shouldListTheNamesWhenThereIsNoSuchProfile() {
        assertThatThrownBy(() -> ProfileChoice.choose(MachineFactsTest.read("pi4"), PROFILES, "pi4"))
                .hasMessageStartingWith("There is no device profile 'pi4' (earshot.profile). There are: aarch64, ")
                .hasMessageEndingWith("x86_64-nvidia, and auto and none.");
    }

    @Test
    void shouldLeaveTheDefaultsAloneWhereNoProfileIsWantedOrFits() {
        assertThat(ProfileChoice.choose(MachineFactsTest.read("pi4"), PROFILES, "none")
                        .profile())
                .isEmpty();
        MachineFacts other = new MachineFacts("riscv64", Optional.empty(), Optional.empty(), Set.of(), 4);
        assertThat(ProfileChoice.choose(other, PROFILES, "auto").profile()).isEmpty();
        assertThat(NativeChoice.of(other, List.of()).variant()).isEmpty();
    }

    @Test
    void shouldOverlayAndAddProfilesFromAFolder(@TempDir Path folder) throws IOException {
        Files.writeString(folder.resolve("raspberry-pi-5-4gb.properties"), "earshot.engine.threads=3\n");
        Files.writeString(
                folder.resolve("kiosk.properties"),
                "board.names=Raspberry Pi 4\nboard.memory=3G\nearshot.engine.queue=1\n");
        List<DeviceProfile> profiles = DeviceProfiles.load(Optional.of(folder));

        DeviceProfile five = ProfileChoice.choose(MachineFactsTest.read("pi5"), profiles, "auto")
                .profile()
                .orElseThrow();
        assertThat(setting(five, "engine.threads")).isEqualTo("3");
        assertThat(first(five, "models.interactive")).isEqualTo("base-q8_0");
        DeviceProfile four = ProfileChoice.choose(MachineFactsTest.read("pi4"), profiles, "auto")
                .profile()
                .orElseThrow();
        assertThat(four.name()).as("the user's before ours").isEqualTo("kiosk");
    }

    @ParameterizedTest
    @CsvSource({
        "quarkus.http.host=0.0.0.0, quarkus.http.host does not belong into a profile",
        "earshot.http.api-key=x, earshot.http.api-key does not belong into a profile",
        "board.memory=lots, 'board.memory is ''lots'', expected a number with M or G behind it, as 3G'",
        "board.nvidia=yes, 'board.nvidia is ''yes'', expected true or false'",
        "board.name=x, board.name is unknown",
        "x=\\u00, not a properties file"
    })
    void shouldSayWhatIsWrongWithAFile(String line, String message, @TempDir Path folder) throws IOException {
        Files.writeString(folder.resolve("mine.properties"), line + "\n");

        assertThatThrownBy(() -> DeviceProfiles.load(Optional.of(folder)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("mine")
                .hasMessageContaining(message);
    }

    @Test
    void shouldNotReadAFileThatIsTooLarge(@TempDir Path folder) throws IOException {
        Files.writeString(folder.resolve("mine.properties"), "#".repeat((1 << 16) + 1));

        assertThatThrownBy(() -> DeviceProfiles.load(Optional.of(folder))).hasMessageContaining("too many");
    }

    @Test
    void shouldKnowEveryFileInTheFolder() throws IOException {
        try (Stream<Path> files = Files.list(FOLDER)) {
            assertThat(files.map(file -> file.getFileName().toString())
                            .filter(name -> name.endsWith(".properties"))
                            .map(name -> name.replace(".properties", "")))
                    .containsExactlyInAnyOrderElementsOf(DeviceProfiles.NAMES);
        }
    }

    @Test
    void shouldSayOfEachValueWhereItComesFrom() throws IOException {
        for (String name : DeviceProfiles.NAMES) {
            List<String> lines = Files.readAllLines(FOLDER.resolve(name + ".properties"));
            for (int i = 0; i < lines.size(); i++) {
                if (lines.get(i).startsWith("earshot.")) {
                    int first = i - 1;
                    while (lines.get(first - 1).startsWith("#")) {
                        first--;
                    }
                    assertThat(lines.get(first))
                            .as(name + ": " + lines.get(i))
                            .matches("# (measured|scaled|assumed).*");
                }
            }
        }
    }

    @Test
    void shouldListEachKeyInTheReadme() throws IOException {
        String readme = Files.readString(FOLDER.resolve("README.md"));
        Set<String> used = PROFILES.stream()
                .flatMap(profile -> profile.settings().keySet().stream())
                .collect(Collectors.toCollection(TreeSet::new));

        assertThat(readme.lines().filter(line -> line.startsWith("| `earshot.")).map(line -> line.split("`")[1]))
                .containsExactlyInAnyOrderElementsOf(used);
    }
}
