package dev.earshot.whisper;

import static org.assertj.core.api.Assertions.assertThat;

import dev.earshot.engine.Task;
import dev.earshot.engine.TranscriptionOptions;
import io.github.givimad.whisperjni.WhisperFullParams;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ParameterMapperTest {
    private static Map<String, Object> fields(WhisperFullParams params) throws IllegalAccessException {
        Map<String, Object> values = new LinkedHashMap<>();
        for (Field field : WhisperFullParams.class.getDeclaredFields()) {
            if (!Modifier.isStatic(field.getModifiers())) {
                field.setAccessible(true);
                values.put(field.getName(), String.valueOf(field.get(params)));
            }
        }
        return values;
    }

    private static Map<String, Object> map(TranscriptionOptions options) throws IllegalAccessException {
        return fields(ParameterMapper.map(options, options.prompt(), 3));
    }

    /** A new field of the wrapper must be decided on here; so must a changed default of ours. */
    @Test
    void shouldSetEveryFieldOfTheWrapper() throws IllegalAccessException {
        Map<String, Object> expected = new LinkedHashMap<>();
        String text = """
                strategy=0 nThreads=3 audioCtx=0 nMaxTextCtx=16384 offsetMs=0 durationMs=0 translate=false
                noTimestamps=false detectLanguage=false language=auto initialPrompt=null noContext=true
                singleSegment=false printSpecial=false printProgress=false printRealtime=false printTimestamps=false
                suppressBlank=true suppressNonSpeechTokens=true temperature=0.0 maxInitialTs=1.0 lengthPenalty=-1.0
                temperatureInc=0.4 entropyThold=2.4 logprobThold=-1.0 noSpeechThold=0.6 greedyBestOf=1
                beamSearchBeamSize=1 beamSearchPatience=-1.0 grammar=null grammarPenalty=100.0
                """;
        Arrays.stream(text.strip().split("\\s+"))
                .map(pair -> pair.split("="))
                .forEach(pair -> expected.put(pair[0], pair[1]));

        assertThat(map(TranscriptionOptions.builder().build())).containsExactlyInAnyOrderEntriesOf(expected);
    }

    @Test
    void shouldPassTheCallersWishesOn() throws IllegalAccessException {
        TranscriptionOptions options = TranscriptionOptions.builder()
                .task(Task.TRANSLATE)
                .language(Optional.of("de"))
                .prompt("Bestellung")
                .beamSize(5)
                .bestOf(3)
                .temperature(0.2f)
                .temperatureIncrement(0)
                .entropyThreshold(2)
                .logprobThreshold(-2)
                .noSpeechThreshold(0.5f)
                .audioContext(512)
                .maxTextContext(64)
                .suppressNonSpeech(false)
                .build();

        assertThat(map(options))
                .containsEntry("strategy", "1")
                .containsEntry("translate", "true")
                .containsEntry("language", "de")
                .containsEntry("initialPrompt", "Bestellung")
                .containsEntry("beamSearchBeamSize", "5")
                .containsEntry("greedyBestOf", "3")
                .containsEntry("temperature", "0.2")
                .containsEntry("temperatureInc", "0.0")
                .containsEntry("entropyThold", "2.0")
                .containsEntry("logprobThold", "-2.0")
                .containsEntry("noSpeechThold", "0.5")
                .containsEntry("audioCtx", "512")
                .containsEntry("nMaxTextCtx", "64")
                .containsEntry("suppressNonSpeechTokens", "false");
    }
}
