package dev.earshot.model.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.earshot.model.ModelWriter;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The catalogue's figures contradict neither each other nor the format of the files. */
class CatalogueTest {
    /** Width, encoder layers, decoder layers of whisper.cpp's own, by the beginning of the name. */
    private static final Map<String, int[]> SHAPES = Map.of(
            "tiny", new int[] {384, 4, 4},
            "base", new int[] {512, 6, 6},
            "small", new int[] {768, 12, 12},
            "medium", new int[] {1024, 24, 24},
            "large", new int[] {1280, 32, 32},
            "large-v3-turbo", new int[] {1280, 32, 4});

    private final Catalogue catalogue = Catalogue.embedded();

    @TempDir
    Path scratch;

    @Test
    void shouldHaveOnlyChecksumsOfTheRightForm() {
        assertThat(catalogue.entries()).hasSizeGreaterThan(40).allSatisfy(entry -> {
            assertThat(entry.hasChecksum()).isTrue();
            entry.sha256().ifPresent(sum -> assertThat(sum).matches("[0-9a-f]{64}"));
            entry.sha1().ifPresent(sum -> assertThat(sum).matches("[0-9a-f]{40}"));
            assertThat(entry.checksumSource()).isNotEqualTo("unknown");
            assertThat(entry.address()).startsWith("https://").doesNotContain("{");
        });
    }

    @Test
    void shouldHaveEachChecksumOnce() {
        assertThat(catalogue.entries().stream().flatMap(e -> e.sha256().stream()))
                .doesNotHaveDuplicates();
        assertThat(catalogue.entries().stream().flatMap(e -> e.sha1().stream())).doesNotHaveDuplicates();
    }

    /** What is left of a length without what the format implies is the vocabulary's text, the same in all models of a kind. */
    @Test
    void shouldHaveLengthsThatTheFormatImplies() throws Exception {
        Map<String, Long> rest = new HashMap<>();
        int checked = 0;
        for (CatalogueEntry entry : catalogue.entries()) {
            if (!entry.collection().equals("whisper.cpp's own")) {
                continue;
            }
            boolean english = entry.languages().equals("en");
            boolean third = entry.name().startsWith("large-v3");
            int vocabulary = english ? 51864 : third ? 51866 : 51865;
            int[] shape = SHAPES.get(entry.name().startsWith("large-v3-turbo") ? "large-v3-turbo" : size(entry.name()));
            String quantization =
                    entry.name().matches(".*-q\\d_\\d") ? entry.name().replaceAll(".*-", "") : "f16";
            long implied = ModelWriter.length(
                    vocabulary, shape[0], shape[1], shape[2], third ? 128 : 80, quantization, scratch.resolve("m"));
            long text = entry.length().orElseThrow() - implied;
            assertThat(rest.computeIfAbsent(english + " " + third, key -> text))
                    .as(entry.name())
                    .isEqualTo(text);
            checked++;
        }
        assertThat(checked).isEqualTo(33);
        assertThat(rest).hasSize(3);
    }

    private static String size(String name) {
        return name.replaceAll("[.-].*", "");
    }

    @Test
    void shouldPutModelsWhereSourcesHaveThem() {
        CatalogueEntry base = entry("base-q8_0");
        CatalogueEntry acft = entry("tiny.en-acft-q8_0");

        assertThat(Source.of("origin").addressOf(base))
                .contains("https://huggingface.co/ggerganov/whisper.cpp/resolve/main/ggml-base-q8_0.bin");
        assertThat(Source.of("origin").addressOf(acft))
                .contains("https://voiceinput.futo.org/VoiceInput/tiny_en_acft_q8_0.bin");
        String mirror = "https://mirror.example/{repository}/resolve/main/{file}";
        assertThat(Source.of(mirror).addressOf(base))
                .contains("https://mirror.example/ggerganov/whisper.cpp/resolve/main/ggml-base-q8_0.bin");
        assertThat(Source.of(mirror).addressOf(acft)).isEmpty();
        assertThat(Source.of("http://nas.local/models").addressOf(acft))
                .contains("http://nas.local/models/ggml-tiny.en-acft-q8_0.bin");
        assertThat(Source.of("file:///media/stick").addressOf(base)).contains("/media/stick/ggml-base-q8_0.bin");
        assertThat(Source.of("/media/stick").addressOf(base)).contains("/media/stick/ggml-base-q8_0.bin");
    }

    private CatalogueEntry entry(String name) {
        return catalogue.find(new ModelName(name)).orElseThrow();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "models", "ftp://x/y", "https://", "http:// a", "file://models", "file:relative"})
    void shouldRefuseSourcesThatMeanNothing(String source) {
        assertThatThrownBy(() -> Source.of(source))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("earshot.models.sources has \"");
    }
}
