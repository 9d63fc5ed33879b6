package dev.earshot.engine;

import java.nio.charset.StandardCharsets;
import java.util.zip.Deflater;

/**
 * Tells text that repeats itself, as decoders do when they are lost: it compresses well. The measure is OpenAI's, {@code
 * len(utf8) / len(zlib.compress(utf8))} at zlib's own level, so that its threshold of 2.4 applies.
 */
public final class CompressionRatio {
    private CompressionRatio() {}

    /** Length over compressed length; 0 for no text, below 1 for a few words. */
    public static double of(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        Deflater zlib = new Deflater();
        try {
            zlib.setInput(bytes);
            zlib.finish();
            byte[] chunk = new byte[512];
            int compressed = 0;
            while (!zlib.finished()) {
                compressed += zlib.deflate(chunk);
            }
            return (double) bytes.length / compressed;
        } finally {
            zlib.end();
        }
    }
}
