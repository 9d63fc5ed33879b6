package dev.earshot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.earshot.engine.Engine;
import dev.earshot.engine.EngineStatus;
import dev.earshot.engine.ModelLoader.ModelFacts;
import dev.earshot.http.BatchModelProfile;
import dev.earshot.http.ServiceFolders;
import dev.earshot.model.InstalledModels;
import dev.earshot.model.ModelDescription;
import dev.earshot.model.ModelFile;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What heat asks of the models, done by the engine itself. */
@QuarkusTest
@TestProfile(BatchModelProfile.class)
@QuarkusTestResource(ServiceFolders.class)
class HeatSwitchTest {
    private static final String HOT = "the board is too hot";

    @Inject
    EarshotConfig config;

    @Inject
    Engine engine;

    @Inject
    EngineModels models;

    @Inject
    InstalledModels installed;

    @Inject
    ModelChoice start;

    @BeforeEach
    void bothAreLoaded() {
        await().atMost(Duration.ofMinutes(1))
                .until(() -> engine.batchStatus().orElse(null) instanceof EngineStatus.Ready);
    }

    private ModelDescription description(String name) throws Exception {
        return ModelFile.inspect(installed.find(name).orElseThrow());
    }

    @Test
    void shouldLetTheModelForLongRecordingsRestFirstAndWakeItWhenItIsCool() {
        LighterModels lighter = new LighterModels(config, engine, models);

        assertThat(lighter.lighten(HOT)).contains("quick hears long recordings, too");

        assertThat(engine.models()).extracting(ModelFacts::name).containsExactly("quick");
        assertThat(lighter.lighten(HOT)).as("all are copies of one model").isEmpty();
        lighter.restore();
        bothAreLoaded();
    }

    @Test
    void shouldPutTheUsualModelBackThatHeatHadReplaced() throws Exception {
        models.relieve(description("quick"), installed.find("other-model").orElseThrow(), HOT);
        assertThat(engine.model().name()).isEqualTo("other-model");
        assertThat(models.since(start).reason()).isEqualTo("the board is too hot for quick");

        models.restore();

        assertThat(engine.model().name()).isEqualTo("quick");
        assertThat(models.since(start).reason()).isEqualTo(start.reason());
        models.restore();
        assertThat(engine.model().name()).isEqualTo("quick");
    }

    @Test
    void shouldNotReplaceWhatSomebodyPutInUseWhileASmallerOneWasChosen() throws Exception {
        models.to(installed.find("careful").orElseThrow());

        assertThat(models.relieve(
                        description("quick"), installed.find("other-model").orElseThrow(), HOT))
                .isFalse();

        assertThat(engine.model().name()).isEqualTo("careful");
        models.to(installed.find("quick").orElseThrow());
    }

    @Test
    void shouldRememberTheUsualModelWhereWhatSomebodyPutInUseIsTakenBack() throws Exception {
        models.relieve(description("quick"), installed.find("other-model").orElseThrow(), HOT);
        assertThat(models.replaced()).contains("quick");
        models.to(installed.find("careful").orElseThrow());
        assertThat(models.replaced()).isEmpty();

        models.back();

        assertThat(engine.model().name()).isEqualTo("other-model");
        assertThat(models.replaced()).contains("quick");
        models.restore();
        assertThat(engine.model().name()).isEqualTo("quick");
    }

    @Test
    void shouldLeaveWhatSomebodyPutInUseMeanwhile() throws Exception {
        models.relieve(description("quick"), installed.find("other-model").orElseThrow(), HOT);
        models.to(installed.find("careful").orElseThrow());

        models.restore();

        assertThat(engine.model().name()).isEqualTo("careful");
        models.to(installed.find("quick").orElseThrow());
    }
}
