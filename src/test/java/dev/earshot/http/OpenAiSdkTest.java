package dev.earshot.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.core.http.StreamResponse;
import com.openai.errors.BadRequestException;
import com.openai.errors.NotFoundException;
import com.openai.models.audio.AudioModel;
import com.openai.models.audio.AudioResponseFormat;
import com.openai.models.audio.transcriptions.TranscriptionCreateParams;
import com.openai.models.audio.transcriptions.TranscriptionStreamEvent;
import com.openai.models.audio.transcriptions.TranscriptionVerbose;
import com.openai.models.audio.translations.TranslationCreateParams;
import com.openai.models.models.Model;
import io.quarkus.test.junit.QuarkusTest;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** OpenAI's own client for Java takes our answers for OpenAI's. */
@QuarkusTest
class OpenAiSdkTest extends ServiceCase {
    private OpenAIClient client;

    @BeforeEach
    void connect() {
        client = OpenAIOkHttpClient.builder()
                .baseUrl(base.resolve("/v1").toString())
                .apiKey("none-needed")
                .timeout(Api.LONGEST)
                .maxRetries(0)
                .build();
    }

    @AfterEach
    void disconnect() {
        client.close();
    }

    private static TranscriptionCreateParams.Builder request(Clip clip) {
        return TranscriptionCreateParams.builder().file(clip.path()).model(AudioModel.WHISPER_1);
    }

    @Test
    void shouldTranscribe() {
        Clip clip = Clip.named("zh2");

        var answer = client.audio().transcriptions().create(request(clip).build());

        assertThat(answer.asTranscription().text()).isEqualTo(clip.text());
    }

    @Test
    void shouldTranscribeVerbosely() {
        Clip clip = Clip.named("en6");

        TranscriptionVerbose answer = client.audio()
                .transcriptions()
                .create(request(clip)
                        .language("en")
                        .responseFormat(AudioResponseFormat.VERBOSE_JSON)
                        .addTimestampGranularity(TranscriptionCreateParams.TimestampGranularity.SEGMENT)
                        .build())
                .asVerbose();

        assertThat(answer.text()).isEqualTo(clip.text());
        assertThat(answer.language()).isEqualTo("english");
        assertThat(answer.duration()).isBetween(10.6, 10.7);
        assertThat(answer.usage().orElseThrow().seconds()).isEqualTo(11);
        assertThat(answer.segments().orElseThrow()).hasSize(2);
        assertThat(answer.segments().orElseThrow().get(1).text()).isEqualTo(" turn on the office light");
        assertThat(answer.segments().orElseThrow().get(1).id()).isEqualTo(1);
    }

    /** The client hands these formats out as the text of its usual answer. */
    @ParameterizedTest
    @ValueSource(strings = {"text", "srt", "vtt"})
    void shouldTranscribeToText(String format) {
        Clip clip = Clip.named("en6");

        var answer = client.audio()
                .transcriptions()
                .create(request(clip)
                        .responseFormat(AudioResponseFormat.of(format))
                        .build());

        assertThat(answer.asTranscription().text()).isEqualTo(Golden.text("openai-en6-" + format, true));
    }

    @Test
    void shouldStream() {
        Clip clip = Clip.named("es2");

        StringBuilder deltas = new StringBuilder();
        List<TranscriptionStreamEvent> events;
        try (StreamResponse<TranscriptionStreamEvent> stream =
                client.audio().transcriptions().createStreaming(request(clip).build())) {
            events = stream.stream().toList();
        }
        events.forEach(event -> event.transcriptTextDelta().ifPresent(delta -> deltas.append(delta.delta())));

        assertThat(deltas.toString()).isEqualTo(clip.text());
        TranscriptionStreamEvent last = events.get(events.size() - 1);
        assertThat(last.asTranscriptTextDone().text()).isEqualTo(clip.text());
    }

    @Test
    void shouldRefuseToTranslateInWords() {
        TranslationCreateParams request = TranslationCreateParams.builder()
                .file(Clip.named("de3").path())
                .model(AudioModel.WHISPER_1)
                .build();

        assertThatThrownBy(() -> client.audio().translations().create(request))
                .isInstanceOf(BadRequestException.class)
                .hasMessageContaining("The model earshot-demo cannot translate");
    }

    @Test
    void shouldThrowNotFoundForAnUnknownModel() {
        TranscriptionCreateParams request = request(Clip.EN1).model("whisper-9").build();

        assertThatThrownBy(() -> client.audio().transcriptions().create(request))
                .isInstanceOfSatisfying(NotFoundException.class, e -> {
                    assertThat(e.code()).contains("model_not_found");
                    assertThat(e.param()).contains("model");
                    assertThat(e.type()).contains("invalid_request_error");
                })
                .hasMessageContaining("There is no model 'whisper-9'.");
        assertThatThrownBy(() -> client.models().retrieve("whisper-9")).isInstanceOf(NotFoundException.class);
    }

    @Test
    void shouldListModels() {
        List<Model> models = client.models().list().data();

        assertThat(models).extracting(Model::id).containsExactly("earshot-demo", ServiceFolders.OTHER_MODEL);
        assertThat(client.models().retrieve("whisper-1").validate().ownedBy()).isEqualTo("earshot");
    }
}
