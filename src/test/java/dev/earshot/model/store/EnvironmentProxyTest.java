package dev.earshot.model.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.URI;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EnvironmentProxyTest {
    private static final ProxySelector NO_PROPERTIES = ProxySelector.of(null);

    private static String chosen(Map<String, String> environment, ProxySelector properties, String address) {
        Proxy proxy = new EnvironmentProxy(environment, properties)
                .select(URI.create(address))
                .get(0);
        return proxy.address() instanceof InetSocketAddress at ? at.getHostString() + ":" + at.getPort() : "direct";
    }

    @ParameterizedTest
    @CsvSource({
        "https_proxy, http://proxy.example:8080/, https://hub.example/x, proxy.example:8080",
        "https_proxy, proxy.example, https://hub.example/x, proxy.example:3128",
        "HTTPS_PROXY, http://proxy.example:8080, https://hub.example/x, proxy.example:8080",
        "https_proxy, http://proxy.example:8080, http://hub.example/x, direct",
        "http_proxy, http://proxy.example:8080, http://hub.example/x, proxy.example:8080",
        "HTTP_PROXY, http://proxy.example:8080, http://hub.example/x, direct",
        "https_proxy, http://proxy.example:8080, https://127.0.0.1:9/x, direct",
        "https_proxy, http://proxy.example:8080, https://localhost/x, direct"
    })
    void shouldTakeWhatCurlWouldTake(String variable, String value, String address, String expected) {
        assertThat(chosen(Map.of(variable, value), NO_PROPERTIES, address)).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"hub.example", ".example", "other, hub.example", "*", "example"})
    void shouldLeaveOutWhatIsExcepted(String excepted) {
        Map<String, String> environment = Map.of("https_proxy", "http://proxy.example:8080", "no_proxy", excepted);

        assertThat(chosen(environment, NO_PROPERTIES, "https://hub.example/x")).isEqualTo("direct");
    }

    @Test
    void shouldLetJavasOwnPropertiesGoBefore() {
        assertThat(chosen(
                        Map.of("https_proxy", "http://proxy.example:8080"),
                        ProxySelector.of(InetSocketAddress.createUnresolved("java.example", 1)),
                        "https://hub.example/x"))
                .isEqualTo("java.example:1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://user:secret@proxy.example", "socks5://proxy.example", "http://", "a b"})
    void shouldRefuseWhatItCannotUseWithoutRepeatingIt(String value) {
        assertThatThrownBy(() -> chosen(Map.of("https_proxy", value), NO_PROPERTIES, "https://hub.example/x"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("write http://proxy.example:3128")
                .hasMessageNotContaining("secret");
    }
}
