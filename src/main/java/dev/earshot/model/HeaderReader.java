package dev.earshot.model;

import static dev.earshot.model.ModelException.Problem.NOT_A_MODEL;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;

/** Reads the first 48 bytes: the magic number and the hyper-parameters. */
final class HeaderReader {

    private static final Map<String, String> OTHER_FILES = new LinkedHashMap<>();

    static {
        OTHER_FILES.put("GGUF", "a GGUF file, the format of llama.cpp");
        OTHER_FILES.put("PK\u0003\u0004", "a zip archive, perhaps a PyTorch checkpoint");
        OTHER_FILES.put("\u001f\u008b", "a gzip archive");
        OTHER_FILES.put("vers", "a Git LFS pointer and not the file that it stands for");
        OTHER_FILES.put("<", "a web page, perhaps the error page of a download");
        OTHER_FILES.put("ggml", "a big-endian ggml file");
    }

    private HeaderReader() {}

    static ModelHeader read(ModelInput input) throws IOException, ModelException {
        readMagic(input);
        input.enter("the hyper-parameters");
        int vocabulary = input.int32();
        int audioContext = input.int32();
        int audioWidth = input.int32();
        int audioHeads = input.int32();
        int audioLayers = input.int32();
        int textContext = input.int32();
        int textWidth = input.int32();
        int textHeads = input.int32();
        int textLayers = input.int32();
        int mels = input.int32();
        int fileType = input.int32();
        try {
            return new ModelHeader(
                    vocabulary,
                    audioContext,
                    audioWidth,
                    audioHeads,
                    audioLayers,
                    textContext,
                    textWidth,
                    textHeads,
                    textLayers,
                    mels,
                    fileType);
        } catch (IllegalArgumentException e) {
            throw input.unsupported(e.getMessage(), e);
        }
    }

    private static void readMagic(ModelInput input) throws IOException, ModelException {
        if (input.size() == 0) {
            throw input.damaged("it is empty");
        }
        byte[] magic = new byte[(int) Math.min(Integer.BYTES, input.size())];
        input.read(magic, magic.length);
        String text = new String(magic, StandardCharsets.ISO_8859_1);
        if (!text.equals("lmgg")) {
            throw new ModelException(
                    NOT_A_MODEL,
                    input.name() + " is not a model in whisper.cpp's ggml format: it is " + guess(text, magic)
                            + ". Use a file made for whisper.cpp, such as ggml-base-q8_0.bin.");
        }
    }

    private static String guess(String text, byte[] magic) {
        return OTHER_FILES.entrySet().stream()
                .filter(e -> text.startsWith(e.getKey()))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElseGet(() -> "a file that starts with the bytes "
                        + HexFormat.ofDelimiter(" ").formatHex(magic) + " instead of 6c 6d 67 67");
    }
}
