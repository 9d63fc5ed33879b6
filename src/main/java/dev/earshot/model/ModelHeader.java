package dev.earshot.model;

/**
 * The hyper-parameters of a ggml Whisper file, in the file's order. Whoever holds one may hand the file's shape to
 * whisper.cpp: the constructor refuses every value that its loader or its graphs do not check themselves.
 *
 * @param vocabulary 51864 (English only), 51865, or 51866 (large-v3 and its kin)
 * @param audioContext encoder positions, one per 20 ms: 1500 for the fixed 30 s window
 * @param fileType ggml's file type plus 1000 times its quantization version
 */
public record ModelHeader(
        int vocabulary,
        int audioContext,
        int audioWidth,
        int audioHeads,
        int audioLayers,
        int textContext,
        int textWidth,
        int textHeads,
        int textLayers,
        int mels,
        int fileType) {

    static final int ENGLISH_ONLY = 51864;
    static final int LARGEST_VOCABULARY = 51866;
    static final int AUDIO_CONTEXT = 1500;
    static final int HEAD_WIDTH = 64;
    static final int MAX_WIDTH = 1280;
    static final int MAX_LAYERS = 32;
    static final int MIN_TEXT_CONTEXT = 64;
    static final int MAX_TEXT_CONTEXT = 448;

    public ModelHeader {
        requireRange(vocabulary, ENGLISH_ONLY, LARGEST_VOCABULARY, "n_vocab");
        requireRange(audioContext, AUDIO_CONTEXT, AUDIO_CONTEXT, "n_audio_ctx");
        requireRange(audioWidth, HEAD_WIDTH, MAX_WIDTH, "n_audio_state");
        requireHeads(audioHeads, audioWidth, "n_audio_head");
        requireRange(audioLayers, 1, MAX_LAYERS, "n_audio_layer");
        requireRange(textContext, MIN_TEXT_CONTEXT, MAX_TEXT_CONTEXT, "n_text_ctx");
        requireRange(textWidth, audioWidth, audioWidth, "n_text_state");
        requireHeads(textHeads, textWidth, "n_text_head");
        requireRange(textLayers, 1, MAX_LAYERS, "n_text_layer");
        require(mels == 80 || mels == 128, "n_mels is " + mels + ", expected 80 or 128");
        requireWeights(fileType, audioWidth);
    }

    /** Type of the large matrices; norms and biases are always {@link TensorType#F32}. */
    public TensorType weights() {
        return TensorType.ofFileType(fileType % TensorType.VERSION_FACTOR).orElseThrow();
    }

    /** Whether the vocabulary has language and task tokens. */
    public boolean multilingual() {
        return vocabulary > ENGLISH_ONLY;
    }

    private static void requireWeights(int fileType, int width) {
        int version = fileType / TensorType.VERSION_FACTOR;
        TensorType type = TensorType.ofFileType(fileType % TensorType.VERSION_FACTOR)
                .orElseThrow(() -> new IllegalArgumentException(
                        "ftype is " + fileType + ", expected one of " + TensorType.weightLabels()));
        require(
                type.isQuantized()
                        ? version == TensorType.QUANTIZATION_VERSION
                        : version >= 0 && version <= TensorType.QUANTIZATION_VERSION,
                "ftype " + fileType + " says quantization version " + version + ", expected "
                        + TensorType.QUANTIZATION_VERSION);
        require(
                width % type.blockLength() == 0,
                "rows of " + width + " values cannot be " + type.label() + ", whose blocks have " + type.blockLength());
    }

    private static void requireHeads(int heads, int width, String name) {
        require(
                heads > 0 && (long) heads * HEAD_WIDTH == width,
                name + " is " + heads + " at width " + width + ", expected heads of width " + HEAD_WIDTH);
    }

    private static void requireRange(int value, int least, int most, String name) {
        require(
                value >= least && value <= most,
                name + " is " + value + ", expected " + (least == most ? least : least + " to " + most));
    }

    private static void require(boolean condition, String message) {
        if (!condition) {
            throw new IllegalArgumentException(message);
        }
    }
}
