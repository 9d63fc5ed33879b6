package dev.earshot.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a key opens, what stays open without it, and who is let in besides. */
@QuarkusTest
@TestProfile(RestrictedProfile.class)
class KeyTest extends RestrictedCase {
    private static final String WANTED =
            "This service asks for a key: send it as 'Authorization: Bearer <key>' (earshot.http.api-key).";

    private final byte[] silence = Clip.named("silence1").bytes();

    private Api stranger() {
        return new Api(base);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/v1/models",
                "/v1/models/earshot-demo",
                "/v1/capabilities",
                "/v1/device",
                "/q/metrics",
                "/q/openapi",
                "/inference",
                "/nothing"
            })
    void shouldAskForTheKeyOnEveryRoute(String path) {
        Answer answer = stranger().get(path);

        assertThat(answer.header("WWW-Authenticate")).contains("Bearer");
        assertThat(answer.status()).isEqualTo(401);
        if (!path.equals(Api.INFERENCE)) {
            assertThat(answer.requireError(401, "authentication_error", "invalid_api_key", null))
                    .isEqualTo(WANTED);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "wrong",
                "correct horse battery stapl",
                "correct horse battery staple!",
                "Correct horse battery staple"
            })
    void shouldRefuseAWrongKey(String key) {
        Answer answer = new Api(base, Optional.of(key)).transcribe(Form.of(silence));

        assertThat(answer.requireError(401, "authentication_error", "invalid_api_key", null))
                .isEqualTo(WANTED);
    }

    @Test
    void shouldRefuseAnUploadWithoutKey() {
        assertThat(stranger().transcribe(Form.of(silence)).status()).isEqualTo(401);
        assertThat(stranger().transcribe(Form.of(Wav.silence(600))).status())
                .as("for nineteen megabytes, which are not read")
                .isEqualTo(401);
        assertThat(stranger().post(Api.INFERENCE, Form.of(silence)).text()).isEqualTo("{\"error\":\"" + WANTED + "\"}");
    }

    @Test
    void shouldTakeTheRightKey() {
        assertThat(api().transcribe(Form.of(silence)).status()).isEqualTo(200);
        assertThat(api().get("/v1/models").status()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/q/health", "/q/health/started", "/q/health/live", "/q/health/ready"})
    void shouldTellStrangersItsHealthAndNoMore(String probe) {
        Answer stranger = stranger().get(probe);
        Answer friend = api().get(probe);

        assertThat(stranger.status()).isEqualTo(200);
        assertThat(stranger.text()).isEqualTo("{\"status\":\"UP\"}");
        assertThat(friend.json().get("checks")).isNotEmpty();
    }

    @Test
    void shouldTellStrangersInTheWordsOfWhisperCpp() {
        assertThat(stranger().get("/health").text()).isEqualTo("{\"status\":\"ok\"}");
    }

    @Test
    void shouldKeepTheModelsFromEverybodyWhereThereIsNoAdministrator() {
        assertThat(api().get("/v1/store/models").requireError(403, "permission_error", "forbidden", null))
                .isEqualTo("Models cannot be managed over HTTP here: set earshot.http.admin-key to something long and"
                        + " random, and start the service again.");
        assertThat(stranger().get("/v1/store/models").status()).isEqualTo(403);
    }

    private RawHttp.Reply request(String method, String path, String... headers) {
        Map<String, String> all = new LinkedHashMap<>();
        all.put("Host", base.getAuthority());
        for (int i = 0; i < headers.length; i += 2) {
            all.put(headers[i], headers[i + 1]);
        }
        return RawHttp.exchange(base, method, path, all);
    }

    /** The first words of the answer. */
    private String upgrade(String path, String subprotocols) {
        Map<String, String> headers = Map.of(
                "Host",
                base.getAuthority(),
                "Upgrade",
                "websocket",
                "Sec-WebSocket-Version",
                "13",
                "Sec-WebSocket-Key",
                "dGhlIHNhbXBsZSBub25jZQ==",
                "Sec-WebSocket-Protocol",
                subprotocols);
        try (RawHttp connection = new RawHttp(base)) {
            String head = RawHttp.head("GET", path, headers).replace("Connection: close", "Connection: Upgrade");
            return connection.send(head).begin().substring(0, 12);
        }
    }

    /** Browsers send no header of a page's own with a WebSocket; OpenAI's clients have found this way. */
    @Test
    void shouldTakeTheKeyAsSubprotocolOfARealtimeSessionAndNowhereElse() {
        String right = "realtime, openai-insecure-api-key." + RestrictedProfile.KEY;

        assertThat(upgrade("/v1/realtime", "realtime")).isEqualTo("HTTP/1.1 401");
        assertThat(upgrade("/v1/realtime", right + "!")).isEqualTo("HTTP/1.1 401");
        assertThat(upgrade("/v1/live", right)).isEqualTo("HTTP/1.1 401");
        assertThat(upgrade("/v1/models", right)).isEqualTo("HTTP/1.1 401");
        assertThat(upgrade("/v1/realtime", right)).isEqualTo("HTTP/1.1 101");
    }

    @Test
    void shouldLetAnAllowedPageIn() {
        RawHttp.Reply reply = request(
                "GET",
                "/v1/models",
                "Origin",
                RestrictedProfile.FRIEND,
                "Authorization",
                "Bearer " + RestrictedProfile.KEY);

        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.headers())
                .containsEntry("access-control-allow-origin", RestrictedProfile.FRIEND)
                .containsEntry("vary", "Origin");
    }

    /** Browsers ask without the key; they may. The request itself needs it. */
    @Test
    void shouldAnswerTheFirstQuestionOfAnAllowedPage() {
        RawHttp.Reply preflight = request(
                "OPTIONS",
                Api.TRANSCRIPTIONS,
                "Origin",
                RestrictedProfile.FRIEND,
                "Access-Control-Request-Method",
                "POST");
        RawHttp.Reply withoutKey = request("GET", "/v1/models", "Origin", RestrictedProfile.FRIEND);

        assertThat(preflight.status()).isEqualTo(204);
        assertThat(preflight.headers())
                .containsEntry("access-control-allow-origin", RestrictedProfile.FRIEND)
                .containsEntry("access-control-allow-headers", "authorization, content-type")
                .containsEntry("access-control-allow-methods", "GET, POST");
        assertThat(withoutKey.status()).isEqualTo(401);
    }

    @Test
    void shouldRefuseOtherPagesEvenWithTheKey() {
        RawHttp.Reply reply = request(
                "GET",
                "/v1/models",
                "Origin",
                RestrictedProfile.FRIEND + ".evil.example",
                "Authorization",
                "Bearer " + RestrictedProfile.KEY);

        assertThat(reply.status()).isEqualTo(403);
    }

    @Test
    void shouldAnswerUnderAnAllowedName() {
        assertThat(request("GET", "/health", "Host", "EARS.example.").status()).isEqualTo(200);
        assertThat(request("GET", "/health", "Host", "nose.example").status()).isEqualTo(403);
    }
}
