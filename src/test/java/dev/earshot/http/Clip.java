package dev.earshot.http;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A shipped recording and what is said in it.
 *
 * @param name without its ending
 * @param language ISO 639-1 code; empty for silence and noise
 */
public record Clip(String name, String language, String text) {
    private static final Path FOLDER = Path.of("src/demo-model/clips").toAbsolutePath();

    public static final Clip EN1 = named("en1");

    public static List<Clip> all() {
        JsonNode json;
        try {
            json = Answer.json(Files.readString(FOLDER.resolve("clips.json")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        List<Clip> clips = new ArrayList<>();
        for (String file : Answer.names(json)) {
            JsonNode clip = json.get(file);
            clips.add(new Clip(
                    file.replace(".wav", ""),
                    clip.get("language").asText("").replace("null", ""),
                    clip.get("text").textValue()));
        }
        return clips;
    }

    public static List<Clip> speech() {
        return all().stream().filter(Clip::isSpeech).toList();
    }

    public static Clip named(String name) {
        return all().stream().filter(clip -> clip.name.equals(name)).findFirst().orElseThrow();
    }

    public boolean isSpeech() {
        return !text.isEmpty();
    }

    public Path path() {
        return FOLDER.resolve(name + ".wav");
    }

    public byte[] bytes() {
        try {
            return Files.readAllBytes(path());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
