package dev.earshot.planning;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * What was measured on this machine, in a file that a person can read. It is replaced as a whole, so that whoever looks sees the
 * old or the new; of two that write at once the later one stays.
 */
public final class MeasurementFile {
    /** Beside the models. */
    public static final String NAME = "measurements.json";

    /** Some hundred models and settings have half of it. */
    static final int MOST_BYTES = 1 << 20;

    /** The newest are kept. */
    static final int MOST_MEASUREMENTS = 500;

    private static final int DEPTH = 8;
    private static final int VERSION = 1;

    private static final JsonMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(DEPTH)
                            .build())
                    .build())
            .build();

    private final Path file;

    public MeasurementFile(Path file) {
        this.file = file;
    }

    /**
     * What the file holds.
     *
     * @param problem why nothing of it can be used, in a sentence
     */
    public record Contents(List<Measurement> measurements, Optional<String> problem) {
        static final Contents NONE = new Contents(List.of(), Optional.empty());

        public Contents {
            measurements = List.copyOf(measurements);
        }
    }

    public Path file() {
        return file;
    }

    /** Nothing where there is no file; nothing and why where it is damaged. */
    public Contents read() {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] bytes = in.readNBytes(MOST_BYTES + 1);
            if (bytes.length > MOST_BYTES) {
                throw new IOException("it has more than " + MOST_BYTES + " bytes");
            }
            return new Contents(parse(bytes), Optional.empty());
        } catch (NoSuchFileException e) {
            return Contents.NONE;
        } catch (IOException e) {
            return new Contents(
                    List.of(),
                    Optional.of("The measurements in " + file + " are not used: " + reason(e)
                            + ". 'earshot benchmark' makes them anew."));
        }
    }

    /** The system's own exceptions say no more than the file's name in their message. */
    private static String reason(IOException e) {
        return e instanceof FileSystemException ? "it cannot be read (" + e + ")" : e.getMessage();
    }

    private static List<Measurement> parse(byte[] bytes) throws IOException {
        try {
            JsonNode all = MAPPER.readTree(bytes);
            if (all.path("version").asInt() != VERSION
                    || !all.path("measurements").isArray()) {
                throw new IOException("it does not hold measurements of version " + VERSION);
            }
            List<Measurement> measurements = new ArrayList<>();
            for (JsonNode one : all.path("measurements")) {
                measurements.add(MeasurementJson.read(one));
            }
            return measurements;
        } catch (JsonProcessingException e) {
            throw new IOException("it is not JSON (" + e.getOriginalMessage() + ")", e);
        }
    }

    /** Adds one, in place of what was known of the same model, setting and place. What cannot be read is given up. */
    public void add(Measurement measurement) throws IOException {
        List<Measurement> all = new ArrayList<>(read().measurements());
        all.removeIf(measurement::replaces);
        all.add(measurement);
        all.sort(Comparator.comparing(Measurement::at));
        List<Measurement> kept = all.subList(Math.max(0, all.size() - MOST_MEASUREMENTS), all.size());
        ObjectNode json = MAPPER.createObjectNode().put("version", VERSION);
        ArrayNode array = json.putArray("measurements");
        kept.forEach(one -> array.add(MeasurementJson.write(one)));
        write(MAPPER.writerWithDefaultPrettyPrinter().writeValueAsBytes(json));
    }

    private void write(byte[] bytes) throws IOException {
        Path folder = file.toAbsolutePath().getParent();
        Files.createDirectories(folder);
        Path part = folder.resolve(
                "." + file.getFileName() + "." + ProcessHandle.current().pid());
        try {
            try (FileChannel channel = FileChannel.open(
                    part, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE)) {
                ByteBuffer buffer = ByteBuffer.wrap(bytes);
                while (buffer.hasRemaining()) {
                    channel.write(buffer);
                }
                channel.force(true);
            }
            Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(part);
        }
    }
}
