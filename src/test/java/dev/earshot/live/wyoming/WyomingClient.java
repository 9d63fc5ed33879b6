package dev.earshot.live.wyoming;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Reads and writes events as the protocol's reference library does: data always in a block of its own, zero lengths left out. */
final class WyomingClient implements AutoCloseable {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    /** 1,024 samples, as satellites send them. */
    private static final int CHUNK = 2048;

    /** What came over the wire, as it came. */
    record Event(String type, ObjectNode line, JsonNode data) {
        String text() {
            return data.path("text").asText();
        }
    }

    private final Socket socket;
    private final DataInputStream in;

    WyomingClient(int port) {
        try {
            socket = new Socket(InetAddress.getLoopbackAddress(), port);
            socket.setTcpNoDelay(true);
            socket.setSoTimeout(120_000);
            in = new DataInputStream(socket.getInputStream());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static byte[] bytes(String type, String data, byte[] payload) {
        byte[] block = data.getBytes(StandardCharsets.UTF_8);
        String line = "{\"type\": \"" + type + "\", \"version\": \"1.8.0\""
                + (block.length > 0 ? ", \"data_length\": " + block.length : "")
                + (payload.length > 0 ? ", \"payload_length\": " + payload.length : "") + "}\n";
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(line.getBytes(StandardCharsets.UTF_8));
        out.writeBytes(block);
        out.writeBytes(payload);
        return out.toByteArray();
    }

    WyomingClient raw(byte[] bytes) {
        try {
            socket.getOutputStream().write(bytes);
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    WyomingClient raw(String text) {
        return raw(text.getBytes(StandardCharsets.UTF_8));
    }

    WyomingClient send(String type, String data) {
        return raw(bytes(type, data, new byte[0]));
    }

    WyomingClient send(String type) {
        return send(type, "");
    }

    WyomingClient chunk(byte[] samples) {
        return raw(bytes("audio-chunk", "{\"rate\": 16000, \"width\": 2, \"channels\": 1, \"timestamp\": 0}", samples));
    }

    WyomingClient start() {
        return send("audio-start", "{\"rate\": 16000, \"width\": 2, \"channels\": 1, \"timestamp\": null}");
    }

    /** From audio-start to audio-stop, 16 bit at 16 kHz. */
    WyomingClient speak(byte[] samples, boolean realTime) throws InterruptedException {
        start();
        long begun = System.nanoTime();
        for (int from = 0; from < samples.length; from += CHUNK) {
            if (realTime) {
                long due = begun + from / 2 * 62_500L;
                Thread.sleep(Math.max(0, (due - System.nanoTime()) / 1_000_000));
            }
            chunk(Arrays.copyOfRange(samples, from, Math.min(samples.length, from + CHUNK)));
        }
        return send("audio-stop", "{\"timestamp\": null}");
    }

    /** The next one; null where the service has closed the connection. */
    Event read() {
        try {
            ByteArrayOutputStream line = new ByteArrayOutputStream();
            for (int b = in.read(); b != '\n'; b = in.read()) {
                if (b < 0) {
                    return null;
                }
                line.write(b);
            }
            ObjectNode header = (ObjectNode) JSON.readTree(line.toByteArray());
            JsonNode data = JSON.createObjectNode();
            if (header.has("data_length")) {
                data = JSON.readTree(in.readNBytes(header.get("data_length").intValue()));
            }
            in.readNBytes(header.path("payload_length").asInt());
            return new Event(header.get("type").textValue(), header, data);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Up to and with the first of this type. */
    List<Event> readUntil(String type) {
        List<Event> events = new ArrayList<>();
        for (Event event = read(); ; event = read()) {
            if (event == null) {
                throw new AssertionError("closed after " + events);
            }
            events.add(event);
            if (event.type().equals(type)) {
                return events;
            }
        }
    }

    /** As a client that loses its network: no goodbye. */
    void breakOff() {
        try {
            socket.setSoLinger(true, 0);
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
