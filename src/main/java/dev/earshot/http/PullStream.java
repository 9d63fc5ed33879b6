package dev.earshot.http;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.earshot.engine.EngineException;
import dev.earshot.engine.ErrorCode;
import dev.earshot.model.ModelException;
import dev.earshot.model.store.Installation;
import dev.earshot.model.store.Progress;
import dev.earshot.model.store.StoreReport;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import org.jboss.logging.Logger;

/**
 * Tells with server-sent events how far an installation is, and in the end what was installed or why not. Whoever goes away
 * ends it; what has come is kept, and the next pull goes on there. So nothing has to be remembered of it here.
 */
final class PullStream implements Progress {
    private static final Logger LOG = Logger.getLogger(PullStream.class);
    private static final long PAUSE_NANOS = 500_000_000;

    private final OutputStream out;
    private String what = "";
    private long told = Long.MIN_VALUE;

    private PullStream(OutputStream out) {
        this.out = out;
    }

    interface Work {
        Installation run(Progress progress) throws ModelException;
    }

    static void write(OutputStream out, Work work) {
        PullStream stream = new PullStream(out);
        try {
            Installation installation = work.run(stream);
            stream.event(event("model.installed").setAll(StoreReport.installation(installation)));
        } catch (ModelException e) {
            stream.fail(StoreErrors.of(e));
        } catch (UncheckedIOException e) {
            LOG.debug("A pull has ended, since its caller went away", e);
        } catch (RuntimeException e) {
            LOG.error("A pull failed", e);
            stream.fail(new EngineException(ErrorCode.INTERNAL, "Something went wrong here; the log says more.", e));
        }
    }

    private static ObjectNode event(String type) {
        return JsonNodeFactory.instance.objectNode().put("type", type);
    }

    @Override
    public void begins(String what) {
        this.what = what;
        told = System.nanoTime();
        event(event("model.progress").put("what", what));
    }

    @Override
    public void bytes(long done, long total) {
        long now = System.nanoTime();
        if (now - told < PAUSE_NANOS && done != total) {
            return;
        }
        told = now;
        ObjectNode progress = event("model.progress").put("what", what).put("done", done);
        event(total < 0 ? progress : progress.put("total", total));
    }

    private void fail(EngineException e) {
        try {
            line(ErrorAnswer.event(e));
        } catch (UncheckedIOException gone) {
            LOG.debug("Nobody is left to be told that a pull failed", gone);
        }
    }

    private void event(ObjectNode json) {
        line(json.toString());
    }

    private void line(String json) {
        try {
            out.write(("data: " + json + "\n\n").getBytes(StandardCharsets.UTF_8));
            out.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
