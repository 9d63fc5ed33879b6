package dev.earshot.model;

import static dev.earshot.model.ModelException.Problem.NOT_A_MODEL;
import static dev.earshot.model.ModelException.Problem.NOT_FOUND;
import static dev.earshot.model.ModelException.Problem.UNREADABLE;

import java.io.IOException;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Reads a ggml Whisper file before native code sees it. whisper.cpp answers many damaged files with an assertion or a
 * C++ exception through JNI, and both end the process; so everything it believes is checked here: header, mel filters,
 * vocabulary, tensor table, length. The weights themselves are skipped: a scan for NaN would read the whole file and
 * still promise nothing, since large finite weights overflow too, and whisper.cpp survives NaN in them. Damage there
 * is what {@link ModelDescription#verifyChecksum()} finds.
 */
public final class ModelFile {
    /** More than twice the largest published model. */
    static final long MAX_BYTES = 8L << 30;

    private ModelFile() {}

    /** Says what the file holds, or why it cannot be loaded. Reads about a megabyte, whatever the size of the file. */
    public static ModelDescription inspect(Path file) throws ModelException {
        if (!Files.exists(file)) {
            throw new ModelException(NOT_FOUND, "No model file " + file + ".");
        }
        if (!Files.isRegularFile(file)) {
            throw new ModelException(NOT_A_MODEL, file + " is not a file. Name the model file itself.");
        }
        try (SeekableByteChannel channel = Files.newByteChannel(file)) {
            return inspect(channel, file);
        } catch (AccessDeniedException e) {
            throw new ModelException(
                    UNREADABLE, "Not allowed to read " + file + ". Give this user the right to read it.", e);
        } catch (IOException e) {
            throw new ModelException(UNREADABLE, "Cannot read " + file + ": " + e, e);
        }
    }

    static ModelDescription inspect(SeekableByteChannel channel, Path file) throws IOException, ModelException {
        ModelInput input = new ModelInput(channel, file.toString());
        ModelHeader header = HeaderReader.read(input);
        if (input.size() > MAX_BYTES) {
            throw input.unsupported("it has " + input.size() + " bytes, expected at most " + MAX_BYTES, null);
        }
        VocabularyReader.read(input, header);
        TensorTableReader.read(input, header);
        return new ModelDescription(file, header, input.size());
    }
}
