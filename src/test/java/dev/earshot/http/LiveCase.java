package dev.earshot.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;

/** What tests of all live protocols share: no session may be left behind. */
abstract class LiveCase extends ServiceCase {
    @AfterEach
    void noSessionIsLeftBehind() {
        eventually()
                .untilAsserted(
                        () -> assertThat(api().metric("earshot_live_sessions")).isZero());
    }

    static String withoutSpaces(String text) {
        return text.replace(" ", "");
    }
}
