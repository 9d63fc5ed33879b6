package dev.earshot.live.plain;

import dev.earshot.audio.SampleEncoding;
import dev.earshot.audio.SampleStream;
import dev.earshot.engine.EngineException;
import dev.earshot.live.Fields;
import dev.earshot.live.LiveEvent;
import dev.earshot.live.LiveProtocol;
import dev.earshot.live.LiveSocket;
import dev.earshot.live.LiveWishes;
import dev.earshot.live.SessionOptions;
import io.vertx.core.MultiMap;

/** Samples as binary messages, everything else as JSON; {@code docs/live.md} is its description. */
final class PlainProtocol implements LiveProtocol {
    private static final int GOOD = 1000;

    private final LiveSocket socket;
    private final LiveWishes wishes;
    private final MultiMap query;
    private PlainOptions options = PlainOptions.USUAL;
    private SampleStream samples;
    private boolean heard;
    private boolean ending;

    PlainProtocol(LiveSocket socket, LiveWishes wishes, MultiMap query) {
        this.socket = socket;
        this.wishes = wishes;
        this.query = query;
    }

    @Override
    public SessionOptions options() {
        String rate = query.get("rate");
        String language = query.get("language");
        if (rate != null) {
            options = options.withRate(rate);
        }
        if (language != null) {
            options = options.withLanguage(LiveWishes.language("language", language));
        }
        samples = stream(options.rate());
        return options.session();
    }

    private static SampleStream stream(int rate) {
        return LiveWishes.checked("rate", () -> new SampleStream(SampleEncoding.PCM_16, rate, 1));
    }

    @Override
    public void opened() {
        socket.send(PlainMessages.ready(options));
    }

    @Override
    public void audio(byte[] bytes) {
        requireNotEnding();
        heard = true;
        socket.append(samples.next(bytes));
    }

    @Override
    public void text(String message) {
        Fields fields = Fields.of(message);
        requireNotEnding();
        switch (fields.text("type").orElse("")) {
            case "start" -> start(fields);
            case "commit" -> socket.session().commit();
            case "clear" -> socket.session().clear();
            case "end" -> {
                ending = true;
                socket.append(samples.finish());
                socket.session().flush();
            }
            default ->
                throw EngineException.badParameter(
                        "type",
                        "'type' must be start, commit, clear or end, not '"
                                + Fields.shown(fields.raw("type").asText()) + "'.");
        }
    }

    private void requireNotEnding() {
        if (ending) {
            throw EngineException.badParameter("type", "Nothing may follow 'end'; open another connection.");
        }
    }

    private void start(Fields fields) {
        PlainOptions wanted = options.changed(fields, wishes);
        if (wanted.rate() != options.rate()) {
            if (heard) {
                throw EngineException.badParameter("rate", "'rate' cannot change once audio has come.");
            }
            samples = stream(wanted.rate());
        }
        options = wanted;
        socket.session().configure(options.session());
        socket.send(PlainMessages.ready(options));
    }

    @Override
    public void event(LiveEvent event) {
        if (event instanceof LiveEvent.Partial || event instanceof LiveEvent.Level) {
            socket.sendIfRead(PlainMessages.of(event));
        } else if (event instanceof LiveEvent.Flushed) {
            socket.send(PlainMessages.done());
            socket.close(GOOD, "");
        } else if (!(event instanceof LiveEvent.Committed)) {
            socket.send(PlainMessages.of(event));
        }
    }

    @Override
    public void failed(EngineException reason) {
        socket.send(PlainMessages.error(reason));
    }
}
