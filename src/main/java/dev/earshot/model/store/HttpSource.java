package dev.earshot.model.store;

import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLHandshakeException;

/** A web server. What it says about itself is compared with what was asked for before a byte of the body is believed. */
final class HttpSource implements Source {
    private static final Pattern CONTENT_RANGE = Pattern.compile("bytes (\\d{1,18})-(\\d{1,18})/(\\d{1,18}|\\*)");
    private static final int MOST_TAG_CHARACTERS = 200;

    private final Function<CatalogueEntry, Optional<String>> addresses;

    HttpSource(Function<CatalogueEntry, Optional<String>> addresses) {
        this.addresses = addresses;
    }

    @Override
    public Optional<String> addressOf(CatalogueEntry entry) {
        return addresses.apply(entry);
    }

    @Override
    public Download open(String address, long from, Optional<String> tag, Duration stallTimeout) throws IOException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(address))
                .timeout(stallTimeout)
                .header("User-Agent", "earshot")
                .GET();
        if (from > 0) {
            request.header("Range", "bytes=" + from + "-");
            tag.ifPresent(value -> request.header("If-Range", value));
        }
        HttpResponse<InputStream> response = send(request.build(), stallTimeout);
        try {
            return download(response, from);
        } catch (IOException e) {
            response.body().close();
            throw e;
        }
    }

    private static HttpResponse<InputStream> send(HttpRequest request, Duration stallTimeout) throws IOException {
        // Made anew for each file: its threads end with it, and downloads are rare. A redirect never leads from https
        // to http.
        // HTTP/1.1, since an offer to upgrade, which comes with each request otherwise, irritates simple servers and
        // proxies.
        HttpClient client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(stallTimeout)
                .followRedirects(HttpClient.Redirect.NORMAL)
                .proxy(EnvironmentProxy.ofProcess())
                .build();
        try {
            return client.send(request, HttpResponse.BodyHandlers.ofInputStream());
        } catch (HttpConnectTimeoutException e) {
            throw new IOException("it could not be reached within " + stallTimeout.toSeconds() + " s", e);
        } catch (HttpTimeoutException e) {
            throw new IOException("no answer within " + stallTimeout.toSeconds() + " s", e);
        } catch (SSLHandshakeException e) {
            throw new IOException(
                    "no safe connection (" + e.getMessage()
                            + "). Where a proxy of yours answers for it, put the proxy's"
                            + " certificate into a trust store and name that with -Djavax.net.ssl.trustStore",
                    e);
        } catch (ConnectException e) {
            throw new IOException(isUnresolved(e) ? "no such host, or no network" : "it refuses connections", e);
        } catch (IllegalArgumentException e) {
            throw new IOException(e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    private static boolean isUnresolved(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof UnresolvedAddressException) {
                return true;
            }
        }
        return false;
    }

    private static Download download(HttpResponse<InputStream> response, long from) throws IOException {
        HttpHeaders headers = response.headers();
        long length = headers.firstValueAsLong("Content-Length").orElse(Download.UNKNOWN);
        switch (response.statusCode()) {
            case 200 -> {
                requireModel(headers);
                return new Download(response.body(), 0, length, tag(headers));
            }
            case 206 -> {
                requireModel(headers);
                Matcher range = CONTENT_RANGE.matcher(
                        headers.firstValue("Content-Range").orElse(""));
                if (!range.matches() || Long.parseLong(range.group(1)) != from) {
                    throw new IOException("it answered with another part of the file than was asked for");
                }
                long total = range.group(3).equals("*") ? Download.UNKNOWN : Long.parseLong(range.group(3));
                return new Download(response.body(), from, total, tag(headers));
            }
            case 401, 403 -> throw new IOException("it refuses access (status " + response.statusCode() + ")");
            case 404, 410 -> throw new IOException("it does not have the file (status " + response.statusCode() + ")");
            case 407 -> throw new IOException("the proxy asks for a password (status 407)");
            case 416 -> throw new UnsatisfiableRange();
            default -> throw new IOException("it answered with status " + response.statusCode());
        }
    }

    /** A proxy's sign-in page comes with status 200. */
    private static void requireModel(HttpHeaders headers) throws IOException {
        String type = headers.firstValue("Content-Type").orElse("").toLowerCase(Locale.ROOT);
        if (type.startsWith("text/") || type.startsWith("application/xhtml") || type.startsWith("application/json")) {
            throw new IOException("it sent a page (" + type.split("[;\\s]")[0]
                    + ") instead of a model; perhaps a proxy or a sign-in page answered");
        }
        String encoding = headers.firstValue("Content-Encoding").orElse("identity");
        if (!encoding.equalsIgnoreCase("identity")) {
            throw new IOException("it sent the file encoded, which nobody asked for");
        }
    }

    /** Strong ones alone: a weak one stands for content that is alike, which is not enough to continue it. */
    private static Optional<String> tag(HttpHeaders headers) {
        return headers.firstValue("ETag")
                .filter(value -> value.startsWith("\"") && value.length() <= MOST_TAG_CHARACTERS);
    }

    /** The part that is there is no beginning of what the server has. */
    static final class UnsatisfiableRange extends IOException {
        private static final long serialVersionUID = 1L;

        UnsatisfiableRange() {
            super("it has no such part of the file (status 416)");
        }
    }
}
