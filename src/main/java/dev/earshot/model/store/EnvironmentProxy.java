package dev.earshot.model.store;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The proxy that the environment names, as curl and wget understand it: {@code https_proxy}, {@code http_proxy} and {@code
 * no_proxy}, the first and the last also in capitals. Java's own properties go before.
 */
final class EnvironmentProxy extends ProxySelector {
    private static final int USUAL_PORT = 3128;
    private static final List<Proxy> DIRECT = List.of(Proxy.NO_PROXY);

    private final Map<String, String> environment;
    private final ProxySelector properties;

    EnvironmentProxy(Map<String, String> environment, ProxySelector properties) {
        this.environment = environment;
        this.properties = properties;
    }

    static ProxySelector ofProcess() {
        return new EnvironmentProxy(System.getenv(), ProxySelector.getDefault());
    }

    /** @throws IllegalArgumentException with a sentence where a variable names no proxy */
    @Override
    public List<Proxy> select(URI address) {
        List<Proxy> chosen = properties.select(address);
        if (!chosen.equals(DIRECT) || isExcepted(address.getHost())) {
            return chosen;
        }
        // HTTP_PROXY is not read: for a program below a web server a caller's header "Proxy" would set it.
        return (address.getScheme().equals("https")
                        ? value("https_proxy").or(() -> value("HTTPS_PROXY"))
                        : value("http_proxy"))
                .map(EnvironmentProxy::proxy)
                .map(List::of)
                .orElse(DIRECT);
    }

    private Optional<String> value(String name) {
        return Optional.ofNullable(environment.get(name)).map(String::strip).filter(text -> !text.isEmpty());
    }

    private boolean isExcepted(String host) {
        if (host.equals("localhost") || host.startsWith("127.") || host.equals("[::1]")) {
            return true;
        }
        return Arrays.stream(
                        value("no_proxy").or(() -> value("NO_PROXY")).orElse("").split("[,\\s]+"))
                .filter(name -> !name.isEmpty())
                .map(name -> name.startsWith(".") ? name.substring(1) : name)
                .anyMatch(name -> name.equals("*") || host.equals(name) || host.endsWith("." + name));
    }

    private static Proxy proxy(String text) {
        try {
            URI proxy = new URI(text.contains("://") ? text : "http://" + text);
            if (proxy.getHost() != null && proxy.getScheme().startsWith("http") && proxy.getUserInfo() == null) {
                int port = proxy.getPort() < 0 ? USUAL_PORT : proxy.getPort();
                return new Proxy(Proxy.Type.HTTP, new InetSocketAddress(proxy.getHost(), port));
            }
        } catch (URISyntaxException e) {
            // Told below, without the text: it may hold a password.
        }
        throw new IllegalArgumentException("the environment names a proxy that cannot be used; write"
                + " http://proxy.example:3128, without user and password, into https_proxy (or http_proxy)");
    }

    @Override
    public void connectFailed(URI address, SocketAddress proxy, IOException failure) {
        properties.connectFailed(address, proxy, failure);
    }
}
