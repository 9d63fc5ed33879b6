package dev.earshot.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests as a hostile web page, a rebound name and an honest caller send them, to a service without a key. */
@QuarkusTest
class AccessTest extends ServiceCase {
    private static final String FOREIGN_PAGE =
            "A web page from elsewhere may not call this device. To allow it, add its"
                    + " origin to earshot.http.allowed-origins.";
    private static final String UNKNOWN_HOST =
            "This device is not called by that Host name. Use its address, or add the"
                    + " name to earshot.http.allowed-hosts.";

    private RawHttp.Reply get(String path, String... headers) {
        Map<String, String> all = new LinkedHashMap<>();
        all.put("Host", base.getAuthority());
        for (int i = 0; i < headers.length; i += 2) {
            all.put(headers[i], headers[i + 1]);
        }
        return RawHttp.exchange(base, "GET", path, all);
    }

    private void requireForbidden(RawHttp.Reply reply, String message) {
        assertThat(reply.status()).as(reply.body()).isEqualTo(403);
        assertThat(reply.body())
                .isEqualTo("{\"error\":{\"message\":\"" + message
                        + "\",\"type\":\"permission_error\",\"param\":null,\"code\":\"forbidden\"}}");
        assertThat(reply.headers().keySet()).noneMatch(name -> name.startsWith("access-control-"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://evil.example",
                "null",
                "http://localhost.evil.example",
                "http://127.0.0.1",
                "http://127.0.0.1:1",
                "https://127.0.0.1",
                "file://",
                "",
                "a b"
            })
    void shouldRefuseAForeignOrigin(String origin) {
        requireForbidden(get("/v1/models", "Origin", origin), FOREIGN_PAGE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/health",
                "/q/health",
                "/q/health/live",
                "/q/metrics",
                "/q/openapi",
                "/v1/capabilities",
                "/inference",
                "/v1/audio/transcriptions",
                "/nothing"
            })
    void shouldRefuseForeignPagesAndReboundNamesOnEveryRoute(String path) {
        RawHttp.Reply page = get(path, "Origin", "https://evil.example");
        RawHttp.Reply rebound = get(path, "Host", "evil.example:" + base.getPort());

        assertThat(page.status()).isEqualTo(403);
        assertThat(rebound.status()).isEqualTo(403);
        assertThat(page.body()).contains(FOREIGN_PAGE);
        assertThat(rebound.body()).contains(UNKNOWN_HOST);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "evil.example",
                "evil.example:80",
                "localhost.evil.example",
                "127.0.0.1.evil.example",
                "192.0.2.1",
                "[2001:db8::1]"
            })
    void shouldRefuseAnUnknownHost(String host) {
        requireForbidden(get("/v1/models", "Host", host), UNKNOWN_HOST);
    }

    @Test
    void shouldRefuseAReboundPageThatIsItsOwnOrigin() {
        RawHttp.Reply reply = get("/v1/models", "Host", "evil.example:8080", "Origin", "http://evil.example:8080");

        requireForbidden(reply, UNKNOWN_HOST);
    }

    @ParameterizedTest
    @CsvSource({"cross-site, no-cors", "cross-site, cors", "same-site, no-cors"})
    void shouldRefuseWhatAForeignPageEmbeds(String site, String mode) {
        RawHttp.Reply reply = get("/v1/models", "Sec-Fetch-Site", site, "Sec-Fetch-Mode", mode);

        requireForbidden(reply, "A web page from elsewhere may not call this device.");
    }

    @ParameterizedTest
    @CsvSource({"cross-site, navigate", "same-origin, cors", "none, navigate"})
    void shouldAnswerThoseWhoFollowALink(String site, String mode) {
        assertThat(get("/v1/models", "Sec-Fetch-Site", site, "Sec-Fetch-Mode", mode)
                        .status())
                .isEqualTo(200);
    }

    @Test
    void shouldRefuseTheFormThatAForeignPagePosts() {
        byte[] body = Form.of(Clip.EN1.bytes()).body();
        try (RawHttp connection = new RawHttp(base)) {
            String head = RawHttp.uploadHead(base, body.length)
                    .replaceFirst("\r\n", "\r\nOrigin: https://evil.example\r\nSec-Fetch-Site: cross-site\r\n");

            requireForbidden(connection.send(head).send(body).reply(), FOREIGN_PAGE);
        }
    }

    @Test
    void shouldAnswerItsOwnPagesWithoutCors() {
        RawHttp.Reply reply = get("/v1/models", "Origin", "http://" + base.getAuthority());

        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.headers().keySet()).noneMatch(name -> name.startsWith("access-control-"));
    }

    @Test
    void shouldAnswerUnderItsOwnNames() throws IOException {
        String device = Files.readString(Path.of("/proc/sys/kernel/hostname")).strip();
        for (String name : new String[] {"localhost", "LOCALHOST", "127.0.0.1", "[::1]", device, device + ".local"}) {
            assertThat(get("/v1/models", "Host", name + ":" + base.getPort()).status())
                    .as(name)
                    .isEqualTo(200);
        }
    }

    @Test
    void shouldSendNoCorsHeadersByDefault() {
        Answer answer = api().get("/v1/models");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.headers().map().keySet())
                .noneMatch(name -> name.toLowerCase(java.util.Locale.ROOT).startsWith("access-control-"));
        RawHttp.Reply preflight = RawHttp.exchange(
                base,
                "OPTIONS",
                "/v1/audio/transcriptions",
                Map.of(
                        "Host",
                        base.getAuthority(),
                        "Origin",
                        "https://evil.example",
                        "Access-Control-Request-Method",
                        "POST"));
        requireForbidden(preflight, FOREIGN_PAGE);
    }

    @Test
    void shouldRefuseARequestWithoutHost() {
        RawHttp.Reply reply = RawHttp.exchange(base, "GET", "/v1/models", Map.of());

        assertThat(reply.status()).isIn(400, 403);
    }
}
