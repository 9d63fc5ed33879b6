package dev.earshot.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import java.net.URI;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** What all tests over HTTP share: where the service is, and that nothing of a request may be left behind. */
@QuarkusTestResource(ServiceFolders.class)
abstract class ServiceCase {
    @TestHTTPResource
    URI base;

    Api api() {
        return new Api(base);
    }

    static ConditionFactory eventually() {
        return Awaitility.await().atMost(Duration.ofMinutes(2)).pollInterval(Duration.ofMillis(50));
    }

    /** The service listens while its model is still being loaded. */
    @BeforeEach
    void awaitStart() {
        eventually().until(() -> api().get("/q/health/started").status() == wantedStartStatus());
    }

    int wantedStartStatus() {
        return 200;
    }

    @AfterEach
    void nothingIsLeftBehind() {
        eventually()
                .untilAsserted(() -> assertThat(ServiceFolders.uploadedFiles())
                        .as("files left in the uploads folder")
                        .isEmpty());
    }

    /** Whether the loaded native library can do this; what {@link OwnLibraryTest} shows of one that can holds for it. */
    boolean engineCan(String what) {
        return api().get("/v1/capabilities").json().at("/engine/" + what).booleanValue();
    }

    /** To be called after whatever should not have harmed the service. */
    void requireStillTranscribes() {
        assertThat(api().transcribe(Form.of(Clip.EN1.bytes())).transcript()).isEqualTo(Clip.EN1.text());
    }
}
