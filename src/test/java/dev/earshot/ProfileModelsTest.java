package dev.earshot;

import static org.assertj.core.api.Assertions.assertThat;

import dev.earshot.device.DeviceProfile;
import dev.earshot.device.DeviceProfiles;
import dev.earshot.device.MemoryFacts;
import dev.earshot.model.DemoModel;
import dev.earshot.model.ModelDescription;
import dev.earshot.model.ModelHeader;
import dev.earshot.model.store.Catalogue;
import dev.earshot.model.store.CatalogueEntry;
import dev.earshot.planning.Computing;
import dev.earshot.planning.MemoryPlan;
import dev.earshot.planning.MemoryRoom;
import io.quarkus.runtime.configuration.MemorySizeConverter;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a profile names must fit under its own cap, or a newcomer pulls a model and does not get it. */
class ProfileModelsTest {
    /** Width, heads, layers of encoder and decoder, mel bands; as the published models have them. */
    private static final Map<String, List<Integer>> SIZES = Map.of(
            "tiny", List.of(384, 6, 4, 4, 80),
            "base", List.of(512, 8, 6, 6, 80),
            "small", List.of(768, 12, 12, 12, 80),
            "large-v3", List.of(1280, 20, 32, 32, 128),
            "large-v3-turbo", List.of(1280, 20, 32, 4, 128));

    private static final Map<String, Integer> TYPES = Map.of("q8_0", 2007, "q5_0", 2008, "q5_1", 2009);

    static Stream<DeviceProfile> profiles() {
        return DeviceProfiles.load(Optional.empty()).stream()
                .filter(profile -> profile.settings().containsKey("earshot.planning.memory-cap"));
    }

    private static ModelDescription published(String name) {
        int dash = name.lastIndexOf("-q");
        List<Integer> size = SIZES.get(dash < 0 ? name : name.substring(0, dash));
        int type = dash < 0 ? 1 : TYPES.get(name.substring(dash + 1));
        int vocabulary = size.get(4) == 128 ? 51_866 : 51_865;
        CatalogueEntry entry = entry(name);
        return new ModelDescription(
                Path.of("ggml-" + name + ".bin"),
                new ModelHeader(
                        vocabulary,
                        1500,
                        size.get(0),
                        size.get(1),
                        size.get(2),
                        448,
                        size.get(0),
                        size.get(1),
                        size.get(3),
                        size.get(4),
                        type),
                entry.length().orElseThrow());
    }

    private static CatalogueEntry entry(String name) {
        return Catalogue.embedded().entries().stream()
                .filter(it -> it.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static MemoryPlan plan(DeviceProfile profile, boolean executable) {
        long cap = new MemorySizeConverter()
                .convert(profile.settings().get("earshot.planning.memory-cap"))
                .asLongValue();
        int lanes = Integer.parseInt(profile.settings().getOrDefault("earshot.engine.lanes", "1"));
        MemoryFacts unknown = MemoryFacts.read(Path.of("/nonexistent"));
        return new MemoryPlan(
                new Computing(lanes, true),
                () -> MemoryRoom.of(unknown, false, Optional.of(cap), OwnMemory.bytes(executable)));
    }

    @ParameterizedTest
    @MethodSource("profiles")
    void shouldHaveRoomForTheFirstModelsThatItNames(DeviceProfile profile) {
        for (String key : List.of("earshot.models.interactive", "earshot.models.batch")) {
            String first =
                    profile.settings().getOrDefault(key, ModelChoice.NONE).split(",")[0];
            if (!first.equals(ModelChoice.NONE)) {
                assertThat(plan(profile, true).refusal(published(first)))
                        .as(profile.name() + ", " + key)
                        .isEmpty();
            }
        }
        assertThat(plan(profile, false).refusal(DemoModel.description()))
                .as(profile.name() + ", the demo model in Java")
                .isEmpty();
    }
}
