package dev.earshot.cli;

import java.util.Locale;

/** Shows what the model store does: how much of it, how fast, and by the bar's own means for how long still. */
final class StoreProgress implements dev.earshot.model.store.Progress {
    private final Progress bar;
    private String what = "";
    private long since;
    private long first = -1;

    StoreProgress(Progress bar) {
        this.bar = bar;
    }

    @Override
    public void begins(String what) {
        this.what = what;
        this.first = -1;
        bar.begin();
        bar.update(0, what);
    }

    @Override
    public void bytes(long done, long total) {
        if (first < 0) {
            first = done;
            since = System.nanoTime();
        }
        String amount = total > 0 ? megabytes(done) + " of " + megabytes(total) : megabytes(done);
        bar.update(total > 0 ? (double) done / total : 0, what + ", " + amount + " MB" + rate(done));
    }

    /** Of what came since this began: what was there before took no time. */
    private String rate(long done) {
        double seconds = (System.nanoTime() - since) / 1e9;
        return seconds < 0.5 ? "" : String.format(Locale.ROOT, ", %.1f MB/s", (done - first) / 1e6 / seconds);
    }

    private static String megabytes(long bytes) {
        return String.format(Locale.ROOT, "%.1f", bytes / 1e6);
    }
}
