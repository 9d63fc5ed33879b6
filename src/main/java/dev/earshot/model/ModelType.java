package dev.earshot.model;

import java.util.Map;

/** Names a model by its shape, for people; nothing is decided by a name that the header does not say itself. */
final class ModelType {
    static final String DEMO = "demo";
    static final String TURBO = "large-v3-turbo";
    private static final String DISTILLED = "distil-";

    /** Encoder width and layers, joined by "x", to the name of the size. */
    private static final Map<String, String> SIZES =
            Map.of("384x4", "tiny", "512x6", "base", "768x12", "small", "1024x24", "medium", "1280x32", "large");

    private ModelType() {}

    static String of(ModelHeader header) {
        if (header.audioWidth() == 128 && header.textContext() == 256) {
            return DEMO;
        }
        String size = SIZES.get(header.audioWidth() + "x" + header.audioLayers());
        if (size == null || header.textLayers() > header.audioLayers()) {
            return "custom";
        }
        if (header.textLayers() == header.audioLayers()) {
            return size;
        }
        return size.equals("large") && header.textLayers() == 4 ? TURBO : DISTILLED + size;
    }

    /** The turbo model and the distilled ones were trained on transcription alone, and so was ours. */
    static boolean learnedToTranslate(String type) {
        return !type.equals(DEMO) && !type.equals(TURBO) && !type.startsWith(DISTILLED);
    }
}
