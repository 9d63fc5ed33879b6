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
            "This is the demo model: it knows a few hundred words and no more. For real use fetch the model for this machine:"
                    + " earshot models pull.";

    public static final EmbeddedFile FILE =
            new EmbeddedFile("models/earshot-demo-q8_0.bin", NAME + ".bin", SHA256, 11_038_774);

    /** What its header says; so it need not be unpacked to be judged. */
    private static final ModelHeader HEADER = new ModelHeader(51865, 1500, 128, 2, 4, 256, 128, 2, 4, 80, 2007);

    private DemoModel() {}

    /** As {@link ModelFile#inspect} would describe the file, wherever it will lie. */
    public static ModelDescription description() {
        return new ModelDescription(Path.of(NAME + ".bin"), HEADER, FILE.length());
    }

    /** Makes it a file, in the first of these directories that can hold it; see {@link EmbeddedFile#unpackInto}. */
    public static Path unpackInto(List<Path> directories) throws ModelException {
        return FILE.unpackInto(directories);
    }
}
