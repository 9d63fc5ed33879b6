package dev.earshot.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.earshot.model.DeafModel;
import dev.earshot.model.DemoModel;
import dev.earshot.model.store.Catalogue;
import dev.earshot.model.store.Check;
import dev.earshot.model.store.ModelStore;
import dev.earshot.model.store.Progress;
import dev.earshot.model.store.StoreSettings;
import dev.earshot.model.store.StoredModel;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An administrator changes what is installed and in use, over HTTP and while others have recordings written down. */
@QuarkusTest
@TestProfile(AdminProfile.class)
class StoreTest extends ServiceCase {
    private static final String MODELS = "/v1/store/models";

    /** Of this test alone; the service lies in the same folder for all of them. */
    private static final AtomicInteger NAMES = new AtomicInteger();

    @TempDir
    Path scratch;

    private final String name = "demo" + NAMES.incrementAndGet();

    @Override
    Api api() {
        return new Api(base, Optional.of(AdminProfile.KEY));
    }

    private Api administrator() {
        return new Api(base, Optional.of(AdminProfile.ADMIN_KEY));
    }

    private Answer post(String path) {
        return administrator().send(administrator().request(MODELS + "/" + path).POST(BodyPublishers.noBody()));
    }

    private Answer delete(String path) {
        return administrator().send(administrator().request(MODELS + "/" + path).DELETE());
    }

    /** As a command beside the service would. */
    private static ModelStore store() {
        return new ModelStore(
                new StoreSettings(ServiceFolders.models(), List.of(), 100_000_000, 0, Duration.ofSeconds(9), List.of()),
                Catalogue.embedded());
    }

    /** The demo model; another version differs in one weight by next to nothing. */
    private void install(String name, int version) throws Exception {
        byte[] model = Files.readAllBytes(Path.of("src/demo-model/earshot-demo-q8_0.bin"));
        model[model.length / 2] ^= (byte) (version - 1);
        Path file = Files.write(scratch.resolve(name + "-" + version + ".bin"), model);
        assertThat(store().importFile(file, Optional.of(name), Progress.NONE)
                        .version()
                        .version())
                .isEqualTo(version);
    }

    private void installBoth() throws Exception {
        install(name, 1);
        install(name, 2);
    }

    /** Who hears, by name and SHA-256. */
    private List<String> heardBy(Api caller) {
        Answer answer = caller.transcribe(Form.of(Clip.EN1.bytes()).with("x_earshot", "true"));
        assertThat(answer.transcript()).isEqualTo(Clip.EN1.text());
        JsonNode how = answer.json().get("x_earshot");
        return List.of(how.get("model").textValue(), how.get("model_sha256").textValue());
    }

    private String serving() {
        return administrator().get(MODELS).json().get("serving").textValue();
    }

    @Test
    void shouldAskForTheAdministratorsKey() {
        for (Api other : List.of(api(), new Api(base), new Api(base, Optional.of(AdminProfile.ADMIN_KEY + "s")))) {
            for (String path : List.of(MODELS, "/v1/store/available", "/v1/store", "/v1/store/nothing")) {
                Answer answer = other.get(path);

                assertThat(answer.requireError(401, "authentication_error", "invalid_api_key", null))
                        .isEqualTo("This route asks for the administrator's key: send it as 'Authorization: Bearer"
                                + " <key>' (earshot.http.admin-key).");
            }
            assertThat(other.send(other.request(MODELS + "/x/use").POST(BodyPublishers.noBody()))
                            .status())
                    .isEqualTo(401);
        }
        assertThat(administrator().get("/v1/models").status())
                .as("with the administrator's key on the callers' routes")
                .isEqualTo(401);
    }

    @Test
    void shouldTellWhatIsInstalledAndWhatCouldBe() throws Exception {
        installBoth();

        JsonNode list = administrator().get(MODELS).json();
        JsonNode available = administrator().get("/v1/store/available").json().get("models");

        assertThat(list.get("directory").textValue())
                .isEqualTo(ServiceFolders.models().toString());
        JsonNode mine = null;
        for (JsonNode model : list.get("models")) {
            mine = model.get("name").textValue().equals(name) ? model : mine;
        }
        assertThat(mine).isNotNull();
        assertThat(mine.get("active").intValue()).isEqualTo(1);
        assertThat(mine.get("versions")).hasSize(2);
        assertThat(available).hasSizeGreaterThan(40);
    }

    @Test
    void shouldPutVersionsInUseWithoutLosingARecording() throws Exception {
        installBoth();
        AtomicBoolean enough = new AtomicBoolean();
        Map<List<String>, AtomicInteger> heard = new ConcurrentHashMap<>();
        ExecutorService callers = Executors.newFixedThreadPool(3);
        List<Future<Void>> running = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            running.add(callers.submit(() -> {
                while (!enough.get()) {
                    heard.computeIfAbsent(heardBy(api()), by -> new AtomicInteger())
                            .incrementAndGet();
                }
                return null;
            }));
        }

        List<String> changes = List.of("use?version=1", "use", "rollback", "rollback");
        List<Integer> wanted = List.of(1, 2, 1, 2);
        for (int i = 0; i < changes.size(); i++) {
            JsonNode answer = post(name + "/" + changes.get(i)).json();
            assertThat(answer.path("serving").booleanValue()).as("%s", answer).isTrue();
            int active = answer.get("active").intValue();
            assertThat(active).isEqualTo(wanted.get(i));
            String sha256 = answer.at("/versions/" + (active - 1) + "/sha256").textValue();
            eventually()
                    .until(() -> heard.containsKey(List.of(name, sha256))
                            || running.stream().anyMatch(Future::isDone));
            assertThat(heardBy(api())).isEqualTo(List.of(name, sha256));
        }
        enough.set(true);
        for (Future<Void> caller : running) {
            caller.get(2, TimeUnit.MINUTES);
        }
        callers.shutdown();
        assertThat(heard.keySet().stream().filter(by -> by.get(0).equals(name)))
                .as("versions")
                .hasSize(2);
        assertThat(api().get("/q/health/ready").status()).isEqualTo(200);
        assertThat(Files.readString(ServiceFolders.models().resolve(".store/active.json")))
                .contains("\"" + name + "\"");
    }

    @Test
    void shouldServeOnWithWhatItHasWhenTheNewVersionHearsNothing() throws Exception {
        install(name, 1);
        assertThat(post(name + "/use").status()).isEqualTo(200);
        Path deaf = DeafModel.write(scratch.resolve("deaf.bin"));
        store().importFile(deaf, Optional.of(name), Progress.NONE);
        List<String> before = heardBy(api());
        double refused = api().metric("earshot_model_switches_total{outcome=\"refused\"}");

        Answer answer = post(name + "/use");

        assertThat(answer.requireError(409, "invalid_request_error", "model_not_loaded", null))
                .startsWith("The model was not put in use: The trial before its use went wrong: it heard ")
                .endsWith(" " + name + " goes on serving.");
        assertThat(heardBy(api())).isEqualTo(before);
        assertThat(store().get(name).active()).hasValue(1);
        assertThat(api().metric("earshot_model_switches_total{outcome=\"refused\"}"))
                .isEqualTo(refused + 1);
    }

    @Test
    void shouldServeOnWithWhatItHasWhenTheNewVersionIsDamaged() throws Exception {
        installBoth();
        assertThat(post(name + "/use?version=1").status()).isEqualTo(200);
        Path file = ServiceFolders.models().resolve(".store/versions/" + name + "/2/ggml-" + name + ".bin");
        byte[] bytes = Files.readAllBytes(file);
        bytes[bytes.length - 1] ^= 1;
        Files.write(file, bytes);

        assertThat(post(name + "/use").requireError(409, "invalid_request_error", "model_not_loaded", null))
                .contains(name + " version 2 is damaged");

        assertThat(serving()).isEqualTo(name);
        assertThat(store().get(name).active()).hasValue(1);
        JsonNode findings = post(name + "/verify").json().get("findings");
        assertThat(findings.get(0).get("good").booleanValue()).isTrue();
        assertThat(findings.get(1).get("good").booleanValue()).isFalse();
    }

    @Test
    void shouldPutAFileInUseThatSomebodyPlacedInTheFolder() {
        JsonNode answer = post(ServiceFolders.OTHER_MODEL + "/use").json();

        assertThat(answer.get("serving").booleanValue()).as("%s", answer).isTrue();
        assertThat(answer.get("placed_by_hand").booleanValue()).isTrue();
        assertThat(answer.get("note").textValue()).isEqualTo("The running service uses it now.");
        assertThat(heardBy(api()).get(0)).isEqualTo(ServiceFolders.OTHER_MODEL);
        JsonNode device = api().get("/v1/device").json();
        assertThat(device.get("loaded").textValue()).isEqualTo(ServiceFolders.OTHER_MODEL);
        assertThat(device.get("model").textValue()).startsWith(ServiceFolders.OTHER_MODEL + " (");
        assertThat(device.get("model_reason").textValue()).isEqualTo("it was put in use while the service was running");
    }

    @Test
    void shouldSayWhatIsWrongWithAFileThatSomebodyPlacedInTheFolder() throws Exception {
        byte[] model = Files.readAllBytes(Path.of("src/demo-model/earshot-demo-q8_0.bin"));
        Path half = ServiceFolders.models().resolve("ggml-" + name + ".bin");
        Files.write(half, Arrays.copyOf(model, model.length / 2));
        String before = serving();

        assertThat(post(name + "/use").requireError(409, "invalid_request_error", "model_not_loaded", null))
                .contains("ggml-" + name + ".bin is damaged");

        assertThat(serving()).isEqualTo(before);
        Files.delete(half);
    }

    @Test
    void shouldNotTouchTheEngineForAModelThatItDoesNotUse() throws Exception {
        installBoth();
        store().use(name, java.util.OptionalInt.of(2), dev.earshot.model.store.Check.NONE, Progress.NONE);
        String before = serving();

        JsonNode answer = post(name + "/rollback").json();

        assertThat(answer.get("active").intValue()).isEqualTo(1);
        assertThat(answer.get("serving").booleanValue()).isFalse();
        assertThat(answer.get("note").textValue()).isEqualTo("The running service does not use it.");
        assertThat(serving()).isEqualTo(before).isNotEqualTo(name);
    }

    @Test
    void shouldTellWhileItPullsAndWhyNothingCame() {
        List<JsonNode> wrong = post(AdminProfile.PUBLISHED + "/pull").events();
        List<JsonNode> missing = post("tiny/pull").events();

        assertThat(wrong.get(0).get("type").textValue()).isEqualTo("model.progress");
        assertThat(wrong.get(0).get("what").textValue()).startsWith("fetching " + AdminProfile.PUBLISHED);
        assertThat(wrong.get(wrong.size() - 1).at("/error/message").textValue())
                .startsWith("Could not fetch " + AdminProfile.PUBLISHED + ". ");
        assertThat(missing.get(missing.size() - 1).at("/error/message").textValue())
                .startsWith("Could not fetch tiny. ")
                .contains("no such file");
        assertThat(post("nothing-like-it/pull").requireError(404, "invalid_request_error", "model_not_found", null))
                .startsWith("The catalogue has no model nothing-like-it");
    }

    @Test
    void shouldSayWhyItDoesNotQuantize() throws Exception {
        install(name, 1);

        assertThat(post(name + "/quantize").requireError(400, "invalid_request_error", "invalid_value", "type"))
                .isEqualTo("Say to what: type=q8_0 or another quantization.");
        assertThat(post("not-here/quantize?type=q5_1").status()).isEqualTo(404);
        List<JsonNode> events = post(name + "/quantize?type=q9").events();
        assertThat(events.get(events.size() - 1).at("/error/message").textValue())
                .startsWith("\"q9\" is no quantization.");
    }

    private Answer upload(String path, byte[] body) {
        return administrator()
                .send(administrator().request(MODELS + "/" + path).POST(BodyPublishers.ofByteArray(body)));
    }

    private static byte[] demo() throws Exception {
        return Files.readAllBytes(Path.of("src/demo-model/earshot-demo-q8_0.bin"));
    }

    @Test
    void shouldInstallWhatIsSentAndHearWithIt() throws Exception {
        Answer answer = upload(name + "/upload?sha256=" + DemoModel.SHA256.toUpperCase(Locale.ROOT), demo());

        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        assertThat(answer.json().get("added").booleanValue()).isTrue();
        assertThat(answer.json().get("sha256").textValue()).isEqualTo(DemoModel.SHA256);
        assertThat(answer.json().get("source").textValue()).isEqualTo("sent over HTTP");
        assertThat(answer.json().get("verified").textValue()).isEqualTo("the SHA-256 that the sender gave");
        assertThat(post(name + "/use").json().get("serving").booleanValue()).isTrue();
        assertThat(heardBy(api())).isEqualTo(List.of(name, DemoModel.SHA256));
        assertThat(upload(name + "/upload", demo()).json().get("added").booleanValue())
                .as("the same once more")
                .isFalse();
    }

    @Test
    void shouldKeepNothingOfWhatIsNotAsItWasAnnounced() throws Exception {
        assertThat(upload(name + "/upload?sha256=" + "0".repeat(64), demo())
                        .requireError(400, "invalid_request_error", "invalid_value", null))
                .isEqualTo("The SHA-256 of what came is " + DemoModel.SHA256 + ", but " + "0".repeat(64)
                        + " was announced. Nothing was installed; send the model once more.");
        assertThat(upload(name + "/upload", Arrays.copyOf(demo(), 5_000_000))
                        .requireError(409, "invalid_request_error", "model_not_loaded", null))
                .contains("ggml-" + name + ".bin");
        assertThat(upload(AdminProfile.PUBLISHED + "/upload", demo())
                        .requireError(400, "invalid_request_error", "invalid_value", null))
                .startsWith("What came is not the published " + AdminProfile.PUBLISHED);
        assertThat(upload(name + "/upload?sha256=abc", demo())
                        .requireError(400, "invalid_request_error", "invalid_value", "sha256"))
                .startsWith("'abc' is no SHA-256");
        assertThat(store().list()).extracting(StoredModel::name).doesNotContain(name);
    }

    @Test
    void shouldRefuseAModelWhoseLengthIsNotSaidOrThatIsTooLong() throws Exception {
        Answer chunked = administrator()
                .send(administrator()
                        .request(MODELS + "/" + name + "/upload")
                        .POST(BodyPublishers.fromPublisher(BodyPublishers.ofByteArray(new byte[10]))));
        RawHttp.Reply tooLong = RawHttp.exchange(
                base,
                "POST",
                MODELS + "/" + name + "/upload",
                Map.of(
                        "Host",
                        base.getAuthority(),
                        "Authorization",
                        "Bearer " + AdminProfile.ADMIN_KEY,
                        "Content-Length",
                        "5000000000"));

        assertThat(chunked.requireError(400, "invalid_request_error", "invalid_value", "Content-Length"))
                .startsWith("Send the model file as the body, with its length");
        assertThat(tooLong.status()).isEqualTo(400);
        assertThat(tooLong.message()).contains("5000000000 bytes").contains("earshot.models.max-size");
    }

    @Test
    void shouldKeepNothingWhereTheConnectionBreaks() throws Exception {
        String head = RawHttp.head(
                "POST",
                MODELS + "/" + name + "/upload",
                Map.of(
                        "Host",
                        base.getAuthority(),
                        "Authorization",
                        "Bearer " + AdminProfile.ADMIN_KEY,
                        "Content-Length",
                        String.valueOf(demo().length)));
        Path incoming = ServiceFolders.models().resolve(".store");
        try (RawHttp sender = new RawHttp(base)) {
            sender.send(head).send(Arrays.copyOf(demo(), 3_000_000));
            eventually().until(() -> staged(incoming) > 1_000_000);
        }

        eventually().until(() -> staged(incoming) == 0);
        assertThat(store().list()).extracting(StoredModel::name).doesNotContain(name);
        assertThat(upload(name + "/upload", demo()).status()).isEqualTo(200);
    }

    /** Bytes of what is not a version yet. */
    private long staged(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> file.endsWith("ggml-" + name + ".bin")
                            && file.toString().contains("new-"))
                    .mapToLong(file -> file.toFile().length())
                    .sum();
        } catch (UncheckedIOException e) {
            // It is being removed.
            return -1;
        }
    }

    @Test
    void shouldAskForTheAdministratorsKeyBeforeItReadsAModel() throws Exception {
        Api other = api();

        assertThat(other.send(other.request(MODELS + "/" + name + "/upload").POST(BodyPublishers.ofByteArray(demo())))
                        .status())
                .isEqualTo(401);
        assertThat(store().list()).extracting(StoredModel::name).doesNotContain(name);
    }

    @Test
    void shouldNotRemoveTheVersionThatServesEvenIfTheNextStartWouldLoadAnother() throws Exception {
        installBoth();
        assertThat(post(name + "/use?version=1").status()).isEqualTo(200);
        store().use(name, OptionalInt.of(2), Check.NONE, Progress.NONE);

        assertThat(delete(name + "?version=1").requireError(409, "invalid_request_error", "model_not_loaded", null))
                .startsWith("Version 1 of " + name + " is the one that is serving.");
        assertThat(delete(name + "?version=2").requireError(400, "invalid_request_error", "invalid_value", null))
                .contains("is the active one");
        assertThat(store().get(name).versions()).hasSize(2);
    }

    @Test
    void shouldSayHowToReturnToTheDemoModel() {
        assertThat(post("earshot-demo/use").requireError(404, "invalid_request_error", "model_not_found", null))
                .endsWith("It comes with Earshot and needs no installation: start the service with"
                        + " earshot.model=earshot-demo to have it answer.");
    }

    @Test
    void shouldRemoveWhatIsNotInUse() throws Exception {
        installBoth();
        assertThat(post(name + "/use?version=1").status()).isEqualTo(200);

        assertThat(delete(name).requireError(409, "invalid_request_error", "model_not_loaded", null))
                .isEqualTo("The model " + name + " is in use. Use another one first, then remove it.");
        assertThat(delete(name + "?version=1").requireError(409, "invalid_request_error", "model_not_loaded", null))
                .isEqualTo("Version 1 of " + name + " is the one that is serving. Use another version first, then"
                        + " remove it.");
        assertThat(delete(name + "?version=2").status()).isEqualTo(204);
        assertThat(post(ServiceFolders.OTHER_MODEL + "/use").status()).isEqualTo(200);
        assertThat(delete(name).status()).isEqualTo(204);
        assertThat(delete(name).status()).isEqualTo(404);
    }

    @Test
    void shouldSayWhatIsWrongWithAName() throws Exception {
        install(name, 1);

        assertThat(post("not-here/use").requireError(404, "invalid_request_error", "model_not_found", null))
                .isEqualTo("There is no model not-here in the models folder.");
        assertThat(post(name + "/use?version=7").status()).isEqualTo(404);
        assertThat(post(name + "/use?version=x").requireError(400, "invalid_request_error", "invalid_value", "version"))
                .isEqualTo("'x' is no version; they are numbers from 1.");
        assertThat(post(name + "/rollback").requireError(400, "invalid_request_error", "invalid_value", null))
                .contains("There is no version of " + name + " to go back to");
        assertThat(post("..%2F..%2Fetc/use").status()).isIn(400, 404);
    }
}
