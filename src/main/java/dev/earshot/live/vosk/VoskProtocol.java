package dev.earshot.live.vosk;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.earshot.audio.SampleEncoding;
import dev.earshot.audio.SampleStream;
import dev.earshot.engine.EngineException;
import dev.earshot.engine.TranscriptionOptions;
import dev.earshot.live.Fields;
import dev.earshot.live.LiveEvent;
import dev.earshot.live.LiveProtocol;
import dev.earshot.live.LiveSocket;
import dev.earshot.live.LiveWishes;
import dev.earshot.live.SessionOptions;
import dev.earshot.live.TurnDetection;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * One answer for each piece of audio: an utterance that has been read since the last answer, otherwise what is being said now. Its
 * clients wait for it, so nothing is told without being asked.
 */
final class VoskProtocol implements LiveProtocol {
    private static final int GOOD = 1000;
    private static final int USUAL_RATE = 8_000;

    private final LiveSocket socket;
    private final LiveWishes wishes;
    private final Deque<LiveEvent.Final> untold = new ArrayDeque<>();
    private TranscriptionOptions transcription = TranscriptionOptions.builder().build();
    private VoskAnswers answers = new VoskAnswers(true, false);
    private SampleStream samples;
    private int rate = USUAL_RATE;
    private LiveEvent.Partial partial;
    private boolean ending;

    VoskProtocol(LiveSocket socket, LiveWishes wishes) {
        this.socket = socket;
        this.wishes = wishes;
        this.samples = stream(rate);
    }

    private static SampleStream stream(int rate) {
        return LiveWishes.checked("config.sample_rate", () -> new SampleStream(SampleEncoding.PCM_16, rate, 1));
    }

    @Override
    public SessionOptions options() {
        return new SessionOptions(
                Optional.of(TurnDetection.USUAL),
                true,
                false,
                wishes.withWords(transcription, answers.words() || answers.alternatives()));
    }

    @Override
    public void opened() {
        // vosk-server says nothing either.
    }

    @Override
    public void audio(byte[] bytes) {
        socket.append(samples.next(bytes));
        if (!untold.isEmpty()) {
            socket.send(answers.result(List.of(untold.poll())));
        } else {
            socket.send(answers.partial(partial == null ? "" : partial.stable() + partial.unstable()));
        }
    }

    /** vosk-server breaks the connection over a message that it does not understand; its clients expect no answer to go on with. */
    @Override
    public void text(String message) {
        try {
            read(Fields.of(message));
        } catch (EngineException e) {
            socket.fail(e);
        }
    }

    private void read(Fields fields) {
        if (fields.names("config")) {
            fields.object("config").ifPresent(this::configure);
        } else if (fields.names("eof")) {
            ending = true;
            finish();
        } else if (fields.names("reset")) {
            finish();
        } else {
            throw EngineException.badParameter("message", "The message must have config, eof or reset.");
        }
    }

    private void configure(Fields config) {
        int wanted = config.integer("sample_rate").orElse(rate);
        if (wanted != rate) {
            SampleStream next = stream(wanted);
            socket.append(samples.finish());
            samples = next;
            rate = wanted;
        }
        if (config.names("phrase_list")) {
            List<String> phrases = new ArrayList<>(config.texts("phrase_list").orElse(List.of()));
            phrases.remove("[unk]");
            String prompt = wishes.prompt(config.at("phrase_list"), String.join(", ", phrases), "");
            transcription = transcription.toBuilder().prompt(prompt).build();
        }
        // Its clients send numbers as well.
        boolean words = config.names("words") ? config.raw("words").asBoolean() : answers.words();
        boolean alternatives =
                config.integer("max_alternatives").map(count -> count > 0).orElse(answers.alternatives());
        answers = new VoskAnswers(words, alternatives);
        socket.session().configure(options());
    }

    /** What comes next is not looked at before the answer to this is known. */
    private void finish() {
        socket.append(samples.finish());
        samples = stream(rate);
        socket.hold();
        socket.session().flush();
    }

    @Override
    public void event(LiveEvent event) {
        if (event instanceof LiveEvent.Partial latest) {
            partial = latest;
        } else if (event instanceof LiveEvent.Final last) {
            if (partial != null && partial.utterance() <= last.utterance()) {
                partial = null;
            }
            if (!last.text().isEmpty()) {
                untold.add(last);
            }
        } else if (event instanceof LiveEvent.Flushed) {
            socket.send(answers.result(List.copyOf(untold)));
            untold.clear();
            if (ending) {
                socket.close(GOOD, "");
            } else {
                socket.read();
            }
        }
    }

    @Override
    public void failed(EngineException reason) {
        socket.send(JsonNodeFactory.instance
                .objectNode()
                .set(
                        "error",
                        JsonNodeFactory.instance
                                .objectNode()
                                .put("code", reason.code().name().toLowerCase(Locale.ROOT))
                                .put("message", reason.getMessage()))
                .toString());
    }
}
