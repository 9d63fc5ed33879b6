package dev.earshot.live.wyoming;

import dev.earshot.engine.EngineException;
import dev.earshot.engine.ErrorCode;
import dev.earshot.engine.Languages;
import dev.earshot.engine.TranscriptionOptions;
import dev.earshot.live.LiveSessions;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Function;

/**
 * What is said on one connection: one utterance after the other, each answered with a text or an error before the next. An
 * utterance that was refused is not answered again at its end. Used on the connection's thread only.
 */
final class Conversation implements AutoCloseable {
    /**
     * What a conversation works with.
     *
     * @param answerWithin from the end of an utterance to its text at most
     */
    record Means(LiveSessions sessions, Information information, Duration answerWithin) {}

    /** The connection. */
    interface Connection extends Executor {
        void send(WyomingEvent event);

        /** Reads nothing more until {@link #resume}. */
        void pause();

        void resume();

        /** @return cancels it */
        Runnable later(Duration delay, Runnable action);
    }

    private enum Turn {
        /** Audio begins an utterance. */
        FREE,
        SPEAKING,
        /** The client has finished and waits for the text. */
        ASKED,
        /** The client was told of an error and may send more of the same utterance. */
        REFUSED
    }

    private static final Runnable NO_ALARM = () -> {};

    private final Means means;
    private final Connection connection;
    private Turn turn = Turn.FREE;
    private TranscriptionOptions how = TranscriptionOptions.builder().build();
    private Utterance utterance;
    private Runnable stopAlarm = NO_ALARM;

    Conversation(Means means, Connection connection) {
        this.means = means;
        this.connection = connection;
    }

    void event(WyomingEvent event) {
        try {
            switch (event.type()) {
                case "describe" -> connection.send(means.information().event());
                case "ping" ->
                    connection.send(event.string("text")
                            .map(text -> WyomingEvent.text("pong", text))
                            .orElseGet(() -> WyomingEvent.of("pong")));
                case "transcribe" -> transcribe(event);
                case "audio-start" -> start(event);
                case "audio-chunk" -> chunk(event);
                case "audio-stop" -> stop();
                // The protocol has other services' events, and grows.
                default -> {}
            }
        } catch (EngineException e) {
            refuse(e);
        }
    }

    private void transcribe(WyomingEvent event) {
        requireAnswered();
        begin();
        turn = Turn.FREE;
        how = TranscriptionOptions.builder()
                .language(event.string("language").flatMap(Conversation::language))
                .build();
        String active = means.information().model().map(model -> model.name()).orElse("");
        Optional<String> other = event.string("name").filter(name -> !active.isEmpty() && !name.equals(active));
        if (other.isPresent()) {
            throw new EngineException(
                    ErrorCode.UNKNOWN_MODEL,
                    "The model of this device is '" + active + "'; no other can be asked for.");
        }
    }

    private static Optional<String> language(String name) {
        if (name.isBlank() || name.equals("auto")) {
            return Optional.empty();
        }
        // Home Assistant's names may have a region: de-CH.
        Function<String, Optional<String>> code = Languages::codeOf;
        return Optional.of(code.apply(name)
                .or(() -> code.apply(name.split("[-_]", 2)[0]))
                .orElseThrow(() -> new EngineException(
                        ErrorCode.BAD_REQUEST,
                        "'language' is none that Whisper models know; send its ISO 639-1 code.")));
    }

    private void start(WyomingEvent event) {
        requireAnswered();
        if (turn == Turn.REFUSED) {
            return;
        }
        begin();
        speak(event, new byte[0]);
    }

    private void chunk(WyomingEvent event) {
        requireAnswered();
        if (turn != Turn.REFUSED) {
            speak(event, event.payload());
        }
    }

    private void speak(WyomingEvent event, byte[] samples) {
        AudioFormat format = AudioFormat.of(event);
        if (utterance == null) {
            utterance = new Utterance(means.sessions(), how, connection, new ToClient());
        }
        turn = Turn.SPEAKING;
        if (utterance.append(format, samples)) {
            connection.pause();
        }
    }

    private void stop() {
        requireAnswered();
        if (turn == Turn.REFUSED) {
            turn = Turn.FREE;
            return;
        }
        if (utterance == null) {
            utterance = new Utterance(means.sessions(), how, connection, new ToClient());
        }
        turn = Turn.ASKED;
        stopAlarm = connection.later(
                means.answerWithin(),
                () -> refuse(new EngineException(
                        ErrorCode.DEADLINE,
                        "The text was not ready within " + means.answerWithin().toSeconds()
                                + " s (earshot.wyoming.answer-within).")));
        utterance.finish();
    }

    private void requireAnswered() {
        if (turn == Turn.ASKED) {
            throw new EngineException(ErrorCode.BAD_REQUEST, "Wait for the transcript before the next utterance.");
        }
    }

    /** Tells the client; the utterance will have no text. */
    private void refuse(EngineException reason) {
        boolean asked = turn == Turn.ASKED;
        begin();
        turn = asked ? Turn.FREE : Turn.REFUSED;
        connection.send(error(reason));
        connection.resume();
    }

    static WyomingEvent error(EngineException reason) {
        return WyomingEvent.of(
                "error",
                WyomingEvent.JSON
                        .createObjectNode()
                        .put("text", reason.getMessage())
                        .put("code", reason.code().name().toLowerCase(Locale.ROOT)));
    }

    /** Nothing is left of the utterance before. */
    private void begin() {
        stopAlarm.run();
        stopAlarm = NO_ALARM;
        if (utterance != null) {
            utterance.close();
            utterance = null;
        }
    }

    @Override
    public void close() {
        begin();
        turn = Turn.REFUSED;
    }

    private final class ToClient implements Utterance.Listener {
        @Override
        public void send(WyomingEvent event) {
            connection.send(event);
        }

        @Override
        public void answered() {
            begin();
            turn = Turn.FREE;
            how = TranscriptionOptions.builder().build();
            connection.resume();
        }

        @Override
        public void failed(EngineException reason) {
            refuse(reason);
        }

        @Override
        public void room() {
            connection.resume();
        }
    }
}
