package dev.earshot.device;

import java.util.Locale;

/** Numbers as people read them. */
public final class Amounts {
    private static final double KILO = 1024;

    private Amounts() {}

    /** {@code 7.9 GiB}, {@code 512 MiB}. */
    public static String bytes(long bytes) {
        double mebibytes = bytes / KILO / KILO;
        return mebibytes < KILO
                ? String.format(Locale.ROOT, "%.0f MiB", mebibytes)
                : String.format(Locale.ROOT, "%.1f GiB", mebibytes / KILO);
    }
}
