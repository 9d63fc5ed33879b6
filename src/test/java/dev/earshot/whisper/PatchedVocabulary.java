package dev.earshot.whisper;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** A model that says other texts for some of its tokens: the demo model's own are plain words. */
final class PatchedVocabulary {
    /** Magic, eleven numbers, then the filters' two dimensions. */
    private static final int FILTERS_AT = 12 * 4;

    private PatchedVocabulary() {}

    /** @param texts bytes by token */
    static Path write(Path model, Map<Integer, byte[]> texts, Path to) throws Exception {
        ByteBuffer from = ByteBuffer.wrap(Files.readAllBytes(model)).order(ByteOrder.LITTLE_ENDIAN);
        int filters = from.getInt(FILTERS_AT) * from.getInt(FILTERS_AT + 4);
        int at = FILTERS_AT + 8 + 4 * filters;
        int count = from.getInt(at);
        at += 4;
        ByteArrayOutputStream patched = new ByteArrayOutputStream();
        patched.write(from.array(), 0, at);
        for (int token = 0; token < count; token++) {
            int length = from.getInt(at);
            byte[] text = new byte[length];
            from.get(at + 4, text);
            at += 4 + length;
            byte[] said = texts.getOrDefault(token, text);
            patched.writeBytes(ByteBuffer.allocate(4)
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .putInt(said.length)
                    .array());
            patched.writeBytes(said);
        }
        patched.write(from.array(), at, from.array().length - at);
        return Files.write(to, patched.toByteArray());
    }
}
