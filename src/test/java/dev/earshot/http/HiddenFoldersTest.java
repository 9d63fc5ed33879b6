package dev.earshot.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HiddenFoldersTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "base (/home/bob/models/ggml-base.bin)|base (ggml-base.bin)",
                "No model file /home/bob/models/ggml-x.bin.|No model file ggml-x.bin.",
                "PropertiesConfigSource[source=file:/home/bob/config/application.properties]"
                        + "|PropertiesConfigSource[source=application.properties]",
                "may not open /dev/nvhost-gpu, /dev/nvmap|may not open /dev/nvhost-gpu, /dev/nvmap",
                "/etc/earshot/application.properties|/etc/earshot/application.properties",
                "Build it: native-libs/build.sh linux-aarch64|Build it: native-libs/build.sh linux-aarch64",
                "Put it in use (POST /v1/store/models/base-q8_0/use)|Put it in use (POST /v1/store/models/base-q8_0/use)",
                "https://mirror.example/a/b.bin|https://mirror.example/a/b.bin",
                "vision/recording on 1/2 cores|vision/recording on 1/2 cores"
            })
    void shouldLeaveNamesOfFilesAlone(String text, String shown) {
        assertThat(HiddenFolders.in(text)).isEqualTo(shown);
    }

    @Test
    void shouldLookIntoEveryCorner() {
        Map<String, Object> json =
                Map.of("checks", List.of(Map.of("found", "in /srv/secret/x.bin", "size", 3L, "good", true)));

        assertThat(HiddenFolders.in(json))
                .isEqualTo(Map.of("checks", List.of(Map.of("found", "in x.bin", "size", 3L, "good", true))));
    }
}
