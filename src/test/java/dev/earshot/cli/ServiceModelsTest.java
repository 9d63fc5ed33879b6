package dev.earshot.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.earshot.cli.FakeService.Reply;
import dev.earshot.model.ModelWriter;
import dev.earshot.model.store.Catalogue;
import dev.earshot.model.store.ModelStore;
import dev.earshot.model.store.StoreSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who puts a model in use: the service where one runs and the administrator's key is here, otherwise the command. */
class ServiceModelsTest {
    private static final String ANSWER =
            "{\"name\":\"mine\",\"file\":\"/models/ggml-mine.bin\",\"placed_by_hand\":false,"
                    + "\"active\":2,\"previous\":1,\"versions\":[],\"serving\":true,"
                    + "\"note\":\"The running service uses it now.\"}";

    @TempDir
    private Path scratch;

    private FakeService service = FakeService.ready("mine");
    private Optional<String> adminKey = Optional.of("secret");
    private final Session session = new Session(new FakeWorkbench() {
        @Override
        public ServiceAddress service() {
            return new ServiceAddress("127.0.0.1", service.port(), Optional.empty(), adminKey);
        }

        @Override
        public ModelStore store() {
            return new ModelStore(
                    new StoreSettings(
                            scratch.resolve("models"), List.of(), 100_000_000, 0, Duration.ofSeconds(9), List.of()),
                    Catalogue.embedded());
        }
    });

    @AfterEach
    void stop() {
        service.close();
    }

    private void install() throws Exception {
        Path model = ModelWriter.writeSmall(scratch.resolve("ggml-mine.bin"), 1);
        assertThat(session.run("models", "import", model.toString())).isEqualTo(ExitStatus.GOOD);
    }

    @Test
    void shouldHaveTheServiceChangeAtOnce() {
        service.at("/v1/store/models/mine/use", Reply.of(200, ANSWER))
                .at("/v1/store/models/mine/rollback", Reply.of(200, ANSWER.replace("\"active\":2", "\"active\":1")));

        assertThat(session.run("models", "use", "mine", "--version", "2")).isEqualTo(ExitStatus.GOOD);
        assertThat(session.run("models", "rollback", "mine")).isEqualTo(ExitStatus.GOOD);

        assertThat(session.out())
                .isEqualTo("mine version 2 is in use now. The running service uses it now."
                        + " 'earshot models rollback mine' goes back to version 1.\n"
                        + "mine version 1 is in use now. The running service uses it now."
                        + " 'earshot models rollback mine' goes back to version 1.\n");
        assertThat(service.keys()).last().isEqualTo(Optional.of("Bearer secret"));
        assertThat(scratch.resolve("models")).doesNotExist();
    }

    @Test
    void shouldAnswerInJsonAsTheServiceDoes() throws Exception {
        service.at("/v1/store/models/mine/use", Reply.of(200, ANSWER));

        assertThat(session.run("models", "use", "mine", "--json")).isEqualTo(ExitStatus.GOOD);

        JsonMapper mapper = JsonMapper.builder().build();
        assertThat(mapper.readTree(session.out())).isEqualTo(mapper.readTree(ANSWER));
    }

    @Test
    void shouldSayWhyTheServiceDidNotAndChangeNothing() throws Exception {
        install();
        service.at(
                "/v1/store/models/mine/use",
                Reply.of(409, "{\"error\":{\"message\":\"The model was not put in use: it is deaf.\"}}"));

        assertThat(session.run("models", "use", "mine")).isEqualTo(ExitStatus.CANNOT_RUN);

        assertThat(session.err())
                .contains("The service at http://127.0.0.1:" + service.port()
                        + ": The model was not put in use: it is deaf.");
        assertThat(scratch.resolve("models/.store/active.json")).doesNotExist();
    }

    @Test
    void shouldAskAServiceWhoseModelCannotBeUsedToo() {
        service.close();
        service = new FakeService()
                .at("/q/health/started", Reply.of(503, "{\"status\":\"DOWN\"}"))
                .at("/v1/store/models/mine/use", Reply.of(200, ANSWER));

        assertThat(session.run("models", "use", "mine")).isEqualTo(ExitStatus.GOOD);

        assertThat(session.out()).contains("The running service uses it now.");
    }

    @Test
    void shouldChangeTheFolderItselfWithoutTheKeyAndWithoutAService() throws Exception {
        install();
        adminKey = Optional.empty();

        assertThat(session.run("models", "use", "mine")).isEqualTo(ExitStatus.GOOD);
        adminKey = Optional.of("secret");
        service.close();
        assertThat(session.run("models", "use", "mine")).isEqualTo(ExitStatus.GOOD);

        assertThat(session.out())
                .contains(
                        "mine version 1 is in use now. A service takes it at its next start, unless earshot.model names"
                                + " another.");
        assertThat(scratch.resolve("models/.store/active.json")).content().contains("\"mine\"");
    }

    @Test
    void shouldNotMakeAnAddressOfAnything() {
        assertThat(session.run("models", "use", "../../v1/models?x")).isEqualTo(ExitStatus.WRONG_USE);
        assertThat(session.err()).contains("'../../v1/models?x' cannot be a model's name.");
        assertThat(session.run("models", "use", "..")).isNotEqualTo(ExitStatus.GOOD);
    }
}
