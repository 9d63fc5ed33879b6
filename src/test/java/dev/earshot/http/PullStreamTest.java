package dev.earshot.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.earshot.model.ModelException;
import dev.earshot.model.store.Installation;
import dev.earshot.model.store.InstalledVersion;
import dev.earshot.model.store.ModelKind;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class PullStreamTest {
    private static final Installation INSTALLED = new Installation(
            new InstalledVersion(
                    "base", 3, ModelKind.TRANSCRIPTION, "ab", 100, "a stick", Instant.EPOCH, "published SHA-256"),
            true,
            false);

    private static List<JsonNode> events(PullStream.Work work) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        PullStream.write(out, work);
        List<JsonNode> events = new ArrayList<>();
        for (String event : out.toString(StandardCharsets.UTF_8).split("\n\n")) {
            assertThat(event).startsWith("data: ");
            events.add(Answer.json(event.substring("data: ".length())));
        }
        return events;
    }

    @Test
    void shouldTellHowFarItIsNowAndThenAndWhatWasInstalled() {
        List<JsonNode> events = events(progress -> {
            progress.begins("fetching base");
            for (int i = 0; i < 100; i++) {
                progress.bytes(i, 100);
            }
            progress.bytes(100, 100);
            return INSTALLED;
        });

        assertThat(events.get(0)).hasToString("{\"type\":\"model.progress\",\"what\":\"fetching base\"}");
        assertThat(events.get(events.size() - 2))
                .hasToString("{\"type\":\"model.progress\",\"what\":\"fetching base\",\"done\":100,\"total\":100}");
        assertThat(events).hasSizeLessThan(10);
        JsonNode last = events.get(events.size() - 1);
        assertThat(last.get("type").textValue()).isEqualTo("model.installed");
        assertThat(last.get("version").intValue()).isEqualTo(3);
        assertThat(last.get("added").booleanValue()).isTrue();
        assertThat(last.get("active").booleanValue()).isFalse();
    }

    @Test
    void shouldEndWithTheReasonWhenNothingWasInstalled() {
        List<JsonNode> events = events(progress -> {
            throw new ModelException(ModelException.Problem.NO_ROOM, "the disk is full");
        });

        assertThat(events).singleElement().satisfies(event -> {
            assertThat(event.at("/error/message").textValue()).isEqualTo("the disk is full");
            assertThat(event.at("/error/code").textValue()).isEqualTo("disk_full");
        });
    }

    @Test
    void shouldHideAFaultOfOurOwn() {
        List<JsonNode> events = events(progress -> {
            throw new IllegalStateException("a secret");
        });

        assertThat(events.get(0).at("/error/message").textValue())
                .isEqualTo("Something went wrong here; the log says more.");
    }

    @Test
    void shouldEndTheWorkWhenItsCallerGoesAway() {
        AtomicInteger done = new AtomicInteger();
        OutputStream gone = new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                throw new IOException("connection closed");
            }
        };

        PullStream.write(gone, progress -> {
            progress.begins("fetching base");
            done.incrementAndGet();
            return INSTALLED;
        });

        assertThat(done).hasValue(0);
    }
}
