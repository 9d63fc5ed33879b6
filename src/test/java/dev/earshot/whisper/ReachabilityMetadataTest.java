package dev.earshot.whisper;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.github.givimad.whisperjni.WhisperFullParams;
import java.io.InputStream;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What native code looks up by name must exist, and must be named for the native executable. */
class ReachabilityMetadataTest {
    private static final String FILE = "/META-INF/native-image/dev.earshot/earshot/reachability-metadata.json";

    private static JsonNode types() throws Exception {
        try (InputStream in = ReachabilityMetadataTest.class.getResourceAsStream(FILE)) {
            return JsonMapper.builder().build().readTree(in).get("reflection");
        }
    }

    @Test
    void shouldNameOnlyMembersThatExist() throws Exception {
        for (JsonNode type : types()) {
            Class<?> named = Class.forName(type.get("type").asText());
            assertThat(type.get("jniAccessible").asBoolean())
                    .as(named.getName())
                    .isTrue();
            for (JsonNode field : type.path("fields")) {
                assertThat(named.getDeclaredField(field.get("name").asText())).isNotNull();
            }
            for (JsonNode method : type.path("methods")) {
                Class<?> argument =
                        Class.forName(method.get("parameterTypes").get(0).asText());
                String name = method.get("name").asText();
                assertThat(
                                name.equals("<init>")
                                        ? named.getConstructor(argument)
                                        : named.getDeclaredMethod(name, argument))
                        .isNotNull();
            }
        }
    }

    @Test
    void shouldNameEveryFieldOfTheParametersThatTheNativeSideReads() throws Exception {
        List<String> named = new ArrayList<>();
        for (JsonNode type : types()) {
            if (type.get("type").asText().equals(WhisperFullParams.class.getName())) {
                type.get("fields").forEach(field -> named.add(field.get("name").asText()));
            }
        }

        assertThat(named)
                .containsExactlyInAnyOrderElementsOf(Arrays.stream(WhisperFullParams.class.getDeclaredFields())
                        .filter(field -> !Modifier.isStatic(field.getModifiers()))
                        .map(Field::getName)
                        .toList());
    }
}
