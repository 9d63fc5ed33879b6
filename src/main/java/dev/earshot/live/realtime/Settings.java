package dev.earshot.live.realtime;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.earshot.engine.EngineException;
import dev.earshot.engine.TranscriptionOptions;
import dev.earshot.live.Fields;
import dev.earshot.live.LiveWishes;
import dev.earshot.live.SessionOptions;
import java.util.List;
import java.util.Optional;

/**
 * The session as its client has set it.
 *
 * @param rate samples a second
 * @param turns empty where the client commits
 * @param noiseReduction what the client named; it has no effect
 * @param model what the client named
 * @param transcription how it is read; its prompt has the keywords
 * @param logprobs completed texts come with their tokens
 */
record Settings(
        AudioFormat format,
        int rate,
        Optional<Turns> turns,
        Optional<String> noiseReduction,
        String model,
        TranscriptionOptions transcription,
        boolean logprobs) {
    static final String LOGPROBS = "item.input_audio_transcription.logprobs";

    static Settings usual(String model) {
        return new Settings(
                AudioFormat.PCM,
                AudioFormat.PCM.rate(),
                Optional.of(Turns.USUAL),
                Optional.empty(),
                model,
                TranscriptionOptions.builder().build(),
                false);
    }

    SessionOptions session() {
        return new SessionOptions(turns.map(Turns::detection), true, false, transcription);
    }

    /** @param session of either form; what it does not name stays */
    Settings changed(Fields session, LiveWishes wishes) {
        session.text("type").filter(type -> !type.equals("transcription")).ifPresent(type -> {
            throw EngineException.badParameter(
                    session.at("type"),
                    "'" + session.at("type") + "' must be transcription, not '" + Fields.shown(type)
                            + "': Earshot listens and does not speak.");
        });
        Optional<Fields> input = session.object("audio").flatMap(audio -> audio.object("input"));
        Settings changed = input.map(
                        fields -> changed(fields, "noise_reduction", "transcription", withFormat(fields), wishes))
                .orElse(this);
        changed = changed(
                session,
                "input_audio_noise_reduction",
                "input_audio_transcription",
                changed.withBetaFormat(session),
                wishes);
        return session.names("include") ? changed.withInclude(session) : changed;
    }

    private Settings withFormat(Fields input) {
        Optional<Fields> wanted = input.object("format");
        if (wanted.isEmpty()) {
            return this;
        }
        Fields fields = wanted.get();
        AudioFormat named =
                AudioFormat.ofType(fields.at("type"), fields.text("type").orElse(AudioFormat.PCM.type()));
        int samples = named == AudioFormat.PCM ? fields.integer("rate").orElse(named.rate()) : named.rate();
        return new Settings(named, samples, turns, noiseReduction, model, transcription, logprobs);
    }

    private Settings withBetaFormat(Fields session) {
        return session.text("input_audio_format")
                .map(name -> AudioFormat.ofBetaName(session.at("input_audio_format"), name))
                .map(named -> new Settings(named, named.rate(), turns, noiseReduction, model, transcription, logprobs))
                .orElse(this);
    }

    private static Settings changed(
            Fields fields, String noise, String transcription, Settings before, LiveWishes wishes) {
        Optional<Fields> wanted = fields.object(transcription);
        String model = wanted.flatMap(it -> it.text("model")).orElse(before.model);
        wanted.ifPresent(it -> wishes.requireModel(it.at("model"), model));
        return new Settings(
                before.format,
                before.rate,
                fields.names("turn_detection") ? fields.object("turn_detection").map(Turns::of) : before.turns,
                fields.names(noise) ? fields.object(noise).flatMap(it -> it.text("type")) : before.noiseReduction,
                model,
                wanted.map(it -> wishes.read(it, before.transcription)).orElse(before.transcription),
                before.logprobs);
    }

    private Settings withInclude(Fields session) {
        List<String> include = session.texts("include").orElse(List.of());
        for (String name : include) {
            if (!name.equals(LOGPROBS)) {
                throw EngineException.badParameter(
                        session.at("include"),
                        "'" + session.at("include") + "' must be " + LOGPROBS + ", not '" + Fields.shown(name) + "'.");
            }
        }
        return new Settings(format, rate, turns, noiseReduction, model, transcription, !include.isEmpty());
    }

    /** The session object of today's API. */
    ObjectNode json(String id, long expiresAt) {
        ObjectNode json = identity(id, expiresAt).put("type", "transcription");
        ObjectNode input = json.putObject("audio").putObject("input");
        ObjectNode audio = input.putObject("format").put("type", format.type());
        if (format == AudioFormat.PCM) {
            audio.put("rate", rate);
        }
        write(input, "noise_reduction", "transcription");
        return json;
    }

    /** The flat one of the beta. */
    ObjectNode betaJson(String id, long expiresAt) {
        ObjectNode json = identity(id, expiresAt).put("input_audio_format", format.betaName());
        write(json, "input_audio_noise_reduction", "input_audio_transcription");
        return json;
    }

    private ObjectNode identity(String id, long expiresAt) {
        ObjectNode json = JsonNodeFactory.instance
                .objectNode()
                .put("id", id)
                .put("object", "realtime.transcription_session")
                .put("expires_at", expiresAt);
        if (logprobs) {
            json.putArray("include").add(LOGPROBS);
        } else {
            json.putNull("include");
        }
        return json;
    }

    private void write(ObjectNode to, String noise, String transcribing) {
        to.putNull(noise);
        noiseReduction.ifPresent(type -> to.putObject(noise).put("type", type));
        to.putObject(transcribing)
                .put("model", model)
                .put("language", transcription.language().orElse(null))
                .put("prompt", transcription.prompt());
        to.putNull("turn_detection");
        turns.ifPresent(some -> some.write(to.putObject("turn_detection")));
    }
}
