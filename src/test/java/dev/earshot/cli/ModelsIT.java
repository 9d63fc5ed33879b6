package dev.earshot.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import dev.earshot.model.ModelWriter;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The packaged program keeps models: JSON, TLS, signatures and resources are what a native executable can lack. */
class ModelsIT {
    /** Published without a length: what comes is read to its end, and then found to be another file. */
    private static final String PUBLISHED = "small.en-tdrz";

    private static final String OWN = "mine";

    private static final String PASSWORD = "changeit";

    @TempDir
    Path folder;

    private final Map<String, String> settings = new HashMap<>();
    private byte[] first;
    private Path second;

    @BeforeEach
    void makeModels() throws Exception {
        first = Files.readAllBytes(ModelWriter.writeSmall(folder.resolve("first.bin"), 1));
        second = ModelWriter.writeSmall(folder.resolve("ggml-" + OWN + ".bin"), 2);
    }

    private Finished models(int status, String... words) {
        Finished command = Finished.of(folder, settings, words("models", words));
        assertThat(command.status()).as(command.err()).isEqualTo(status);
        return command;
    }

    private static List<String> words(String command, String... words) {
        return Stream.concat(Stream.of(command), Arrays.stream(words)).toList();
    }

    private static JsonNode json(Finished command) throws Exception {
        return JsonMapper.builder().build().readTree(command.out());
    }

    @Test
    void shouldPullOverHttps() throws Exception {
        AtomicReference<String> asked = new AtomicReference<>();
        HttpsServer server = server(asked);
        try {
            settings.put(
                    "earshot.models.sources",
                    "https://localhost:" + server.getAddress().getPort() + "/");
            assertThat(models(ExitStatus.CANNOT_RUN, "pull", PUBLISHED).err())
                    .contains("no safe connection", "-Djavax.net.ssl.trustStore");
            settings.put("javax.net.ssl.trustStore", folder.resolve("trust.p12").toString());
            settings.put("javax.net.ssl.trustStorePassword", PASSWORD);

            assertThat(models(ExitStatus.CANNOT_RUN, "pull", PUBLISHED).err()).contains(itCameWhole());
            assertThat(asked).hasValue("/ggml-" + PUBLISHED + ".bin");
        } finally {
            server.stop(0);
        }
        assertThat(models(ExitStatus.GOOD, "list").out()).startsWith("No models in ");
    }

    /** The published files are none that a test could send; one that came whole is told by its checksum. */
    private String itCameWhole() throws Exception {
        byte[] sum = MessageDigest.getInstance("SHA-1").digest(first);
        return "its SHA-1 is " + HexFormat.of().formatHex(sum) + ", but the published file's is ";
    }

    @Test
    void shouldSwitchBetweenVersions() throws Exception {
        Path older = folder.resolve("older.bin");
        Files.write(older, first);

        JsonNode imported = json(models(ExitStatus.GOOD, "import", "--name", OWN, older.toString(), "--json"));

        assertThat(imported.at("/installed/0/length").longValue()).isEqualTo(first.length);
        assertThat(imported.at("/installed/0/active").booleanValue()).isTrue();
        models(ExitStatus.GOOD, "import", second.toString());
        assertThat(models(ExitStatus.GOOD, "use", OWN).out()).contains(OWN + " version 2 is in use now.");
        assertThat(models(ExitStatus.GOOD, "rollback", OWN).out()).contains("version 1 is in use now.");
        assertThat(models(ExitStatus.GOOD, "verify").out()).doesNotContain("BAD");
        models(ExitStatus.GOOD, "remove", OWN);
        assertThat(models(ExitStatus.GOOD, "list").out()).startsWith("No models in ");
    }

    /** The JDK's own, with a certificate that the JDK's own tool makes. */
    private HttpsServer server(AtomicReference<String> asked) throws Exception {
        Path key = folder.resolve("key.p12");
        keytool(
                "-genkeypair",
                "-alias",
                "one",
                "-keyalg",
                "EC",
                "-dname",
                "CN=localhost",
                "-ext",
                "SAN=dns:localhost",
                "-keystore",
                key.toString());
        keytool(
                "-exportcert",
                "-alias",
                "one",
                "-keystore",
                key.toString(),
                "-file",
                folder.resolve("c").toString());
        keytool(
                "-importcert",
                "-noprompt",
                "-alias",
                "one",
                "-file",
                folder.resolve("c").toString(),
                "-keystore",
                folder.resolve("trust.p12").toString());
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(key)) {
            keys.load(in, PASSWORD.toCharArray());
        }
        KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        managers.init(keys, PASSWORD.toCharArray());
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(managers.getKeyManagers(), null, null);
        HttpsServer server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(context));
        serve(server, asked);
        return server;
    }

    @Test
    void shouldPullThroughTheProxyThatTheEnvironmentNames() throws Exception {
        AtomicReference<String> asked = new AtomicReference<>();
        HttpServer proxy = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        serve(proxy, asked);
        try {
            settings.put("earshot.models.sources", "http://models.invalid/");

            Finished pull = Finished.of(
                    folder,
                    settings,
                    Map.of("http_proxy", "127.0.0.1:" + proxy.getAddress().getPort()),
                    List.of("models", "pull", PUBLISHED));

            assertThat(pull.err()).contains(itCameWhole());
            assertThat(asked).hasValue("http://models.invalid/ggml-" + PUBLISHED + ".bin");
        } finally {
            proxy.stop(0);
        }
    }

    private void serve(HttpServer server, AtomicReference<String> asked) {
        server.createContext("/", exchange -> {
            asked.set(exchange.getRequestURI().toString());
            exchange.sendResponseHeaders(200, first.length);
            exchange.getResponseBody().write(first);
            exchange.close();
        });
        server.start();
    }

    private static void keytool(String... words) throws Exception {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString()));
        command.addAll(List.of(words));
        command.addAll(List.of("-storetype", "PKCS12", "-storepass", PASSWORD));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes());
        assertThat(process.waitFor()).as(said).isZero();
    }

    @Test
    void shouldTakeABundleFromWhomItTrusts() {
        String key = folder.resolve("my-key").toString();
        String bundle = folder.resolve("models.zip").toString();
        models(ExitStatus.GOOD, "import", second.toString());
        models(ExitStatus.GOOD, "keygen", key);
        models(ExitStatus.GOOD, "bundle", OWN, "--key", key, "-o", bundle);
        settings.put("earshot.models.dir", folder.resolve("other").toString());

        assertThat(models(ExitStatus.CANNOT_RUN, "import", bundle).err()).contains("earshot.models.trusted-keys");
        settings.put("earshot.models.trusted-keys", key + ".pub");
        assertThat(models(ExitStatus.GOOD, "import", bundle).out()).contains(OWN + " version 1 is installed");
    }

    @Test
    void shouldKnowWhatIsPublished() throws Exception {
        assertThat(json(models(ExitStatus.GOOD, "available", "--json")).get("models"))
                .hasSizeGreaterThan(40);
    }

    @Test
    void shouldSayWhatTheMachineIs() throws Exception {
        Path board = Path.of("src/test/resources/device/pi5").toAbsolutePath();
        settings.put("earshot.device.root", board.toString());

        Finished doctor = Finished.of(folder, settings, List.of("doctor", "--json"));

        assertThat(doctor.status()).as(doctor.err()).isLessThan(ExitStatus.CANNOT_RUN);
        assertThat(json(doctor).at("/profile/name").textValue()).isEqualTo("raspberry-pi-5-4gb");
        assertThat(json(doctor).get("model").textValue())
                .startsWith("earshot-demo")
                .contains("base-q8_0");
        assertThat(json(doctor).get("checks")).hasSizeGreaterThan(10);
    }
}
