package dev.earshot.model;

import java.nio.file.Path;
import java.util.List;

/** The small model inside the application, which lets a fresh machine answer before anything is installed. */
public final class DemoModel {
    /** How requests and answers call it. */
    public static final String NAME = "earshot-demo";

    public static final String SHA256 = "d24c729f2cbe35a7d972c2d5703a774e82742bd0a3cf4c68d4ca68ffa4dfcace";

    /** Shown wherever it is used, so that nobody takes its accuracy for Whisper's. */
    public static final String NOTICE =
            "This is the demo model: it knows a few hundred words and no more. For real use, place a"
                    + " whisper.cpp model file (ggml-*.bin) into the models directory and set earshot.model to its name.";

    public static final EmbeddedFile FILE =
            new EmbeddedFile("models/earshot-demo-q8_0.bin", NAME + ".bin", SHA256, 11_038_774);

    private DemoModel() {}

    /** Makes it a file, in the first of these directories that can hold it; see {@link EmbeddedFile#unpackInto}. */
    public static Path unpackInto(List<Path> directories) throws ModelException {
        return FILE.unpackInto(directories);
    }
}
