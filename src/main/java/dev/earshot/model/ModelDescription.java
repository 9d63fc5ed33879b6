package dev.earshot.model;

import static dev.earshot.model.ModelException.Problem.DAMAGED;
import static dev.earshot.model.ModelException.Problem.UNREADABLE;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/** A model file that passed {@link ModelFile#inspect}, and what follows from its header. */
public record ModelDescription(Path file, ModelHeader header, long sizeBytes) {

    /** As users write it: {@code base-q8_0} for the file {@code ggml-base-q8_0.bin}. */
    public String name() {
        return InstalledModels.nameOf(file);
    }

    /** The size's usual name, {@code tiny} to {@code large-v3-turbo}, {@code distil-...}, {@code demo} or {@code custom}. */
    public String type() {
        return ModelType.of(header);
    }

    /** {@code f16}, {@code q8_0}, {@code q5_1} ... */
    public String quantization() {
        return header.weights().label();
    }

    /** False for models that know English only. */
    public boolean multilingual() {
        return header.multilingual();
    }

    /** Whether asking for English text from other languages makes sense; the others transcribe instead. */
    public boolean canTranslate() {
        return multilingual() && ModelType.learnedToTranslate(type());
    }

    /** SHA-256 of the whole file, in lower-case hex. Reads all of it: seconds for a large model on a slow card. */
    public String sha256() throws ModelException {
        try {
            return Sha256.of(file);
        } catch (IOException e) {
            throw new ModelException(UNREADABLE, "Cannot read " + file + ": " + e, e);
        }
    }

    /**
     * Compares the whole file with the checksum known for its name, if any is known.
     *
     * @return the file's SHA-256
     */
    public String verifyChecksum() throws ModelException {
        String actual = sha256();
        Optional<String> expected = KnownChecksums.of(name());
        if (expected.isPresent() && !expected.get().equals(actual)) {
            throw new ModelException(
                    DAMAGED,
                    file + " is damaged: its SHA-256 is " + actual + ", expected " + expected.get()
                            + ". Download it again.");
        }
        return actual;
    }
}
