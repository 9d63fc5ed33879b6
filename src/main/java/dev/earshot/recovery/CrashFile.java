package dev.earshot.recovery;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** The latest crashes, in a file that a person can read; replaced as a whole. */
final class CrashFile {
    static final String NAME = "crashes.json";

    /** The newest are kept; three decide. */
    static final int MOST = 20;

    private static final int MOST_BYTES = 1 << 20;

    private final Path file;

    CrashFile(Path folder) {
        this.file = folder.resolve(NAME);
    }

    /** In order of time; none where there is no file. */
    List<Crash> read() throws IOException {
        byte[] bytes;
        try (InputStream in = Files.newInputStream(file)) {
            bytes = in.readNBytes(MOST_BYTES + 1);
        } catch (NoSuchFileException e) {
            return List.of();
        }
        if (bytes.length > MOST_BYTES) {
            throw new IOException("it has more than " + MOST_BYTES + " bytes");
        }
        List<Crash> crashes = new ArrayList<>();
        for (JsonNode one : WorkJson.MAPPER.readTree(bytes).path("crashes")) {
            List<Work> works = new ArrayList<>();
            for (JsonNode work : one.path("at_work")) {
                works.add(WorkJson.read(work));
            }
            if (!works.isEmpty()) {
                crashes.add(of(works));
            }
        }
        return crashes;
    }

    /** The moment is when the last work began, which is a little before the end. */
    static Crash of(List<Work> works) {
        return new Crash(works.stream().map(Work::at).max(Instant::compareTo).orElseThrow(), works);
    }

    void write(List<Crash> crashes) throws IOException {
        ObjectNode json = WorkJson.MAPPER.createObjectNode();
        ArrayNode all = json.putArray("crashes");
        for (Crash crash : crashes.subList(Math.max(0, crashes.size() - MOST), crashes.size())) {
            ArrayNode works = all.addObject().putArray("at_work");
            crash.works().forEach(work -> works.add(WorkJson.write(work)));
        }
        Path part = file.resolveSibling("." + NAME);
        Files.write(part, WorkJson.MAPPER.writerWithDefaultPrettyPrinter().writeValueAsBytes(json));
        Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    /** Whether there was anything. */
    boolean remove() throws IOException {
        return Files.deleteIfExists(file);
    }
}
