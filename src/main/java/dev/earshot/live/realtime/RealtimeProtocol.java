package dev.earshot.live.realtime;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.earshot.audio.SampleStream;
import dev.earshot.engine.EngineException;
import dev.earshot.live.Fields;
import dev.earshot.live.LiveEvent;
import dev.earshot.live.LiveProtocol;
import dev.earshot.live.LiveSocket;
import dev.earshot.live.LiveWishes;
import dev.earshot.live.SessionOptions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Base64;
import java.util.Queue;

/** What clients of the Realtime API say, and when they are told what; how it is written is {@link Conversation}'s. */
final class RealtimeProtocol implements LiveProtocol {
    private final LiveSocket socket;
    private final LiveWishes wishes;
    private final boolean beta;
    private final long expiresAt;
    private final Conversation conversation;
    private Settings settings;
    private SampleStream samples;

    /** What the client called the event that is being looked at; null where it has no name. */
    private String clientEvent;

    /** What the client called the commits that nothing was heard of yet; empty for those without a name. */
    private final Queue<String> commits = new ArrayDeque<>();

    RealtimeProtocol(LiveSocket socket, LiveWishes wishes, String model, boolean beta, Duration longest) {
        this.socket = socket;
        this.wishes = wishes;
        this.beta = beta;
        this.expiresAt = Instant.now().plus(longest).getEpochSecond();
        this.conversation = new Conversation(socket::send, beta);
        this.settings = Settings.usual(model);
        this.samples = stream(settings);
    }

    private static SampleStream stream(Settings settings) {
        return LiveWishes.checked(
                "rate", () -> new SampleStream(settings.format().encoding(), settings.rate(), 1));
    }

    @Override
    public SessionOptions options() {
        wishes.requireModel("model", settings.model());
        return settings.session();
    }

    @Override
    public void opened() {
        tellSession(beta, "created");
    }

    private void tellSession(boolean flat, String what) {
        String id = conversation.sessionId();
        ObjectNode json = flat ? settings.betaJson(id, expiresAt) : settings.json(id, expiresAt);
        conversation.session((flat ? "transcription_session." : "session.") + what, json);
    }

    @Override
    public void audio(byte[] bytes) {
        throw EngineException.badParameter(
                "audio", "Binary messages are not understood; send audio as base64 in input_audio_buffer.append.");
    }

    @Override
    public void text(String message) {
        clientEvent = null;
        Fields fields = Fields.of(message);
        clientEvent = fields.text("event_id").orElse(null);
        switch (fields.text("type").orElse("")) {
            case "session.update" -> update(fields, false);
            case "transcription_session.update" -> update(fields, true);
            case "input_audio_buffer.append" -> append(fields);
            case "input_audio_buffer.commit" -> {
                flushSamples();
                commits.add(clientEvent == null ? "" : clientEvent);
                socket.session().commit();
            }
            case "input_audio_buffer.clear" -> {
                samples = stream(settings);
                socket.session().clear();
            }
            default ->
                throw EngineException.badParameter(
                        "type",
                        "'" + Fields.shown(fields.raw("type").asText())
                                + "' is no event of a transcription session: session.update,"
                                + " transcription_session.update, input_audio_buffer.append, .commit and .clear are.");
        }
        clientEvent = null;
    }

    private void update(Fields fields, boolean flat) {
        Fields session = fields.object("session")
                .orElseThrow(() -> EngineException.badParameter("session", "'session' is missing."));
        Settings wanted = settings.changed(session, wishes);
        if (wanted.format() != settings.format() || wanted.rate() != settings.rate()) {
            SampleStream next = stream(wanted);
            flushSamples();
            samples = next;
        }
        settings = wanted;
        socket.session().configure(settings.session());
        tellSession(flat, "updated");
    }

    private void append(Fields fields) {
        String audio =
                fields.text("audio").orElseThrow(() -> EngineException.badParameter("audio", "'audio' is missing."));
        byte[] bytes;
        try {
            bytes = Base64.getDecoder().decode(audio);
        } catch (IllegalArgumentException e) {
            throw EngineException.badParameter("audio", "'audio' is not base64.");
        }
        socket.append(samples.next(bytes));
    }

    /** What is still in the filter belongs to what was said so far. */
    private void flushSamples() {
        socket.append(samples.finish());
        samples = stream(settings);
    }

    @Override
    public void event(LiveEvent event) {
        if (event instanceof LiveEvent.SpeechStarted started) {
            conversation.started(started);
        } else if (event instanceof LiveEvent.SpeechStopped stopped) {
            conversation.stopped(stopped);
        } else if (event instanceof LiveEvent.Committed committed) {
            commits.poll();
            conversation.committed(committed);
        } else if (event instanceof LiveEvent.CommitRefused refused) {
            String blamed = commits.poll();
            conversation.tooShort(refused.heldMs(), blamed == null || blamed.isEmpty() ? null : blamed);
        } else if (event instanceof LiveEvent.Partial partial) {
            conversation.partial(partial);
        } else if (event instanceof LiveEvent.Final last) {
            conversation.completed(last, settings.logprobs());
        } else if (event instanceof LiveEvent.Cleared) {
            conversation.cleared();
        } else if (event instanceof LiveEvent.Failed failed) {
            failed.utterance()
                    .ifPresentOrElse(
                            utterance -> conversation.failed(utterance, failed.reason()),
                            () -> conversation.error(failed.reason(), null));
        }
    }

    @Override
    public void failed(EngineException reason) {
        conversation.error(reason, clientEvent);
        clientEvent = null;
    }
}
