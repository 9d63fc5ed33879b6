package dev.earshot.model;

import java.io.IOException;

/**
 * Walks the mel filters and the token texts between header and tensors. whisper.cpp believes every number here: a wrong
 * filter size makes it read past its samples, a huge count or length ends the process, and a vocabulary without the
 * single space throws through JNI at the first window.
 */
final class VocabularyReader {
    /** Half of the 400-sample Fourier transform, plus one. */
    static final int FILTER_BINS = 201;
    /** Texts before the end-of-text token in the English vocabulary, the smaller one. */
    static final int MIN_TOKENS = 50256;
    /** A token is a word or a piece of one; real ones stay far below. */
    static final int MAX_TOKEN_BYTES = 1024;

    private VocabularyReader() {}

    static void read(ModelInput input, ModelHeader header) throws IOException, ModelException {
        readFilters(input, header.mels());
        readTokens(input, header.vocabulary());
    }

    private static void readFilters(ModelInput input, int mels) throws IOException, ModelException {
        input.enter("the mel filters");
        int rows = input.int32();
        int bins = input.int32();
        if (rows != mels || bins != FILTER_BINS) {
            throw input.damaged(
                    "its mel filters are " + rows + " x " + bins + ", expected " + mels + " x " + FILTER_BINS);
        }
        for (int i = 0; i < rows * bins; i++) {
            if (!Float.isFinite(input.float32())) {
                throw input.damaged("value " + i + " of its mel filters is no number");
            }
        }
    }

    private static void readTokens(ModelInput input, int vocabulary) throws IOException, ModelException {
        input.enter("the vocabulary");
        int count = input.int32();
        if (count < MIN_TOKENS || count > vocabulary) {
            throw input.damaged("its vocabulary has " + count + " texts, expected " + MIN_TOKENS + " to " + vocabulary);
        }
        byte[] text = new byte[1];
        boolean space = false;
        for (int i = 0; i < count; i++) {
            int length = input.int32();
            if (length < 0 || length > MAX_TOKEN_BYTES) {
                throw input.damaged("the text of token " + i + " is " + Integer.toUnsignedString(length)
                        + " bytes long, expected at most " + MAX_TOKEN_BYTES);
            }
            if (length == 1) {
                input.read(text, length);
                space |= text[0] == ' ';
            } else {
                input.skip(length);
            }
        }
        if (!space) {
            throw input.damaged("its vocabulary has no token for the single space");
        }
    }
}
