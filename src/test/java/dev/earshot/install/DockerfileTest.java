package dev.earshot.install;

import static org.assertj.core.api.Assertions.assertThat;

import dev.earshot.install.Dockerfile.Instruction;
import dev.earshot.install.Dockerfile.Stage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The Dockerfiles, by a linter and by rules of ours. No container engine runs here. */
class DockerfileTest {
    private static final Pattern SECRET = Pattern.compile("(?i)(key|token|secret|password)=");
    private static final Pattern VARIABLE = Pattern.compile("\\$\\{(\\w+)}");

    /** What comes from a build before: the executable's name holds the version. */
    private static final Set<String> BUILD_OUTPUTS = Set.of("target/earshot-0.1.0-runner", "target/native-libs");

    static Stream<Dockerfile> files() {
        return Dockerfile.all().stream();
    }

    static Stream<Dockerfile> images() {
        return files().filter(file -> !file.last().base().equals("scratch"));
    }

    @Test
    void shouldNotTroubleALinter() throws IOException {
        Path sources = Path.of("src/test/js/dockerfile");
        Path folder = Files.createDirectories(Path.of("target/js-dockerfile"));
        for (String file : List.of("package.json", "package-lock.json")) {
            Files.copy(sources.resolve(file), folder.resolve(file), StandardCopyOption.REPLACE_EXISTING);
        }
        Programs.run("npm", folder, "npm", "ci", "--no-audit", "--no-fund", "--prefer-offline");

        for (Dockerfile file : Dockerfile.all()) {
            String said = Programs.run(
                    "nodejs",
                    folder,
                    "node",
                    "node_modules/.bin/dockerfile-utils",
                    "lint",
                    file.file().toAbsolutePath().toString());
            assertThat(said).as("%s", file).isBlank();
        }
    }

    @ParameterizedTest
    @MethodSource("files")
    void shouldCopyWhatThereIsAndWhatTheContextLetsThrough(Dockerfile file) {
        List<String> copied = new ArrayList<>();
        for (Stage stage : file.stages()) {
            for (Instruction copy : stage.all("COPY")) {
                if (copy.flag("from").isEmpty()) {
                    List<String> words = copy.words();
                    copied.addAll(words.subList(0, words.size() - 1));
                }
            }
        }

        assertThat(copied).isNotEmpty().allSatisfy(path -> {
            if (!BUILD_OUTPUTS.contains(path)) {
                assertThat(Path.of(path)).exists();
            }
        });
        assertThat(file.context()).hasSameElementsAs(new HashSet<>(copied));
    }

    @Test
    void shouldNameTheExecutableAsTheBuildDoes() throws IOException {
        Matcher version = Pattern.compile("<artifactId>earshot</artifactId>\\s*<version>([^<]+)<")
                .matcher(Files.readString(Path.of("pom.xml")));

        assertThat(version.find()).isTrue();
        assertThat(BUILD_OUTPUTS).contains("target/earshot-" + version.group(1) + "-runner");
    }

    /** A folder of resources that is not copied would be missing in the application, without a word. */
    @ParameterizedTest
    @ValueSource(strings = {"jvm", "native-build"})
    void shouldCopyAllThatMavenPutsIntoTheApplication(String name) throws IOException {
        List<String> context =
                Dockerfile.read(Dockerfile.FOLDER.resolve("Dockerfile." + name)).context();
        Matcher folders =
                Pattern.compile("<directory>([^<]+)</directory>").matcher(Files.readString(Path.of("pom.xml")));

        List<String> found = folders.results().map(it -> it.group(1)).toList();

        assertThat(found)
                .contains("src/main/resources")
                .allSatisfy(folder -> assertThat(context)
                        .as(folder)
                        .anyMatch(path -> folder.startsWith(path) || path.startsWith(folder + "/")));
    }

    @ParameterizedTest
    @MethodSource("files")
    void shouldCopyFromStagesThatThereAre(Dockerfile file) {
        Set<String> names = new HashSet<>();
        for (Stage stage : file.stages()) {
            for (Instruction copy : stage.all("COPY")) {
                copy.flag("from").ifPresent(from -> assertThat(names).contains(from));
            }
            stage.name().ifPresent(names::add);
        }
    }

    @ParameterizedTest
    @MethodSource("files")
    void shouldNameEachBaseWithATagThatStays(Dockerfile file) {
        Map<String, String> arguments = new HashMap<>();
        file.stages().get(0).all("ARG").forEach(argument -> {
            String[] pair = argument.rest().split("=", 2);
            arguments.put(pair[0], pair[1]);
        });
        Set<String> names = new HashSet<>(Set.of("scratch"));
        for (Stage stage : file.stages().subList(1, file.stages().size())) {
            String base = VARIABLE.matcher(stage.base()).replaceAll(it -> arguments.get(it.group(1)));
            if (!names.contains(base)) {
                assertThat(base).matches("[a-z0-9./-]+:[\\w.-]+").doesNotEndWith(":latest");
            }
            stage.name().ifPresent(names::add);
        }
    }

    @ParameterizedTest
    @MethodSource("files")
    void shouldHoldNoSecretAndLeaveNoPackageLists(Dockerfile file) {
        for (Stage stage : file.stages()) {
            for (Instruction instruction : stage.instructions()) {
                if (Set.of("ENV", "ARG").contains(instruction.keyword())) {
                    assertThat(instruction.rest()).doesNotContainPattern(SECRET);
                }
                if (instruction.rest().contains("apt-get install")) {
                    assertThat(instruction.rest())
                            .contains("--no-install-recommends")
                            .contains("rm -rf /var/lib/apt/lists/*");
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("images")
    void shouldRunAsSomebodyWhoOwnsTwoFoldersOnly(Dockerfile file) {
        Stage image = file.last();

        assertThat(image.only("USER").rest()).isEqualTo(Dockerfile.USER + ":" + Dockerfile.USER);
        assertThat(image.only("RUN").rest())
                .contains("useradd --system --uid " + Dockerfile.USER)
                .contains("install -d -o earshot -g earshot /var/lib/earshot/models /var/cache/earshot");
        assertThat(image.only("VOLUME").rest()).isEqualTo("[\"/var/lib/earshot/models\", \"/var/cache/earshot\"]");
        assertThat(image.only("ENV").rest())
                .contains("EARSHOT_MODELS_DIR=/var/lib/earshot/models")
                .contains("EARSHOT_CACHE_DIR=/var/cache/earshot");
    }

    /** Beyond the loopback Earshot refuses to start without a key; an image must not say otherwise. */
    @ParameterizedTest
    @MethodSource("images")
    void shouldListenForOthersAndStillWantAKey(Dockerfile file) throws IOException {
        assertThat(file.last().only("ENV").rest()).contains("QUARKUS_HTTP_HOST=0.0.0.0");
        assertThat(file.last().only("EXPOSE").rest()).isEqualTo("8080");
        assertThat(file.file()).content().doesNotContain("ALLOW_WITHOUT_KEY");
    }

    /** In the exec form signals reach the service, and no shell is needed. */
    @ParameterizedTest
    @MethodSource("images")
    void shouldStartAndAskTheServiceItself(Dockerfile file) {
        assertThat(file.last().only("ENTRYPOINT").rest()).startsWith("[");
        assertThat(file.last().only("CMD").rest()).isEqualTo("[\"serve\"]");
        assertThat(file.last().only("HEALTHCHECK").rest())
                .endsWith("CMD [\"bash\", \"/opt/earshot/healthcheck.sh\", \"live\"]");
    }
}
