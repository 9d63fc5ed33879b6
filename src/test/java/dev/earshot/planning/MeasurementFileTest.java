package dev.earshot.planning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.earshot.planning.Measurement.Figures;
import dev.earshot.planning.Measurement.Subject;
import dev.earshot.planning.Setting.Context;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MeasurementFileTest {
    private static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");

    @TempDir
    private Path folder;

    private MeasurementFile file;

    @BeforeEach
    void place() {
        file = new MeasurementFile(folder.resolve("models/measurements.json"));
    }

    static Measurement measurement(String model, Instant at, int threads, long latencyMs) {
        return new Measurement(
                at,
                new Subject(model, "q8_0", 81_768_585, Optional.of("c577b9a86e7e048a")),
                new Place("Raspberry Pi 5 Model B", 4, "linux-aarch64", "whisper.cpp 1.9.1"),
                new Setting(threads, true, Context.FITTED),
                new Figures(Duration.ofMillis(latencyMs), 3, 1, 448, Optional.of(0.3125), Duration.ofMillis(1200)),
                new Heat(Optional.of(51.5), Optional.of(0)),
                new Heat(Optional.of(62.0), Optional.of(0x50005)));
    }

    @Test
    void shouldGiveBackWhatWasAdded() throws IOException {
        Measurement first = measurement("base-q8_0", NOON, 4, 640);
        Measurement second = measurement("tiny-q8_0", NOON.plusSeconds(60), 4, 310);

        file.add(first);
        file.add(second);

        assertThat(file.read().problem()).isEmpty();
        assertThat(file.read().measurements()).containsExactly(first, second);
        assertThat(folder.resolve("models").toFile().list()).containsExactly("measurements.json");
    }

    @Test
    void shouldKeepTheNewestOfTheSameModelPlaceAndSetting() throws IOException {
        file.add(measurement("base-q8_0", NOON, 4, 640));
        file.add(measurement("base-q8_0", NOON, 2, 900));
        file.add(measurement("base-q8_0", NOON.plusSeconds(60), 4, 610));

        assertThat(file.read().measurements())
                .containsExactly(
                        measurement("base-q8_0", NOON, 2, 900), measurement("base-q8_0", NOON.plusSeconds(60), 4, 610));
    }

    @Test
    void shouldHoldNothingWhereThereIsNoFile() {
        assertThat(file.read()).isEqualTo(MeasurementFile.Contents.NONE);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"version\":1 | it is not JSON",
                "[] | it does not hold measurements of version 1",
                "{\"version\":2,\"measurements\":[]} | it does not hold measurements of version 1",
                "{\"version\":1,\"measurements\":[{\"at\":\"noon\"}]} | \"at\" is not a time",
                "{\"version\":1,\"measurements\":[{\"at\":\"2026-11-23T12:00:00Z\"}]} | \"model\" is not a text",
                "{\"version\":1,\"measurements\":[[]]} | \"at\" is not a text"
            })
    void shouldSayWhatIsWrongWithADamagedFileAndUseNothingOfIt(String content, String problem) throws IOException {
        Files.createDirectories(folder.resolve("models"));
        Files.writeString(file.file(), content);

        assertThat(file.read().measurements()).isEmpty();
        assertThat(file.read().problem().orElseThrow())
                .startsWith("The measurements in " + file.file() + " are not used: " + problem)
                .endsWith("'earshot benchmark' makes them anew.");
    }

    @ParameterizedTest
    @CsvSource({
        "latency_ms, 0, latency must be longer than nothing",
        "latency_ms, -1, \"latency_ms\" is not a number from 0 on",
        "runs, 0, runs must be at least 1",
        "threads, 0, threads must be at least 1",
        "context, \"half\", \"context\" is neither fitted nor full"
    })
    void shouldRefuseFiguresThatCannotBe(String field, String value, String problem) throws IOException {
        file.add(measurement("base-q8_0", NOON, 4, 640));
        String good = Files.readString(file.file());
        Files.writeString(file.file(), good.replaceAll("\"" + field + "\" : [^,]+", "\"" + field + "\" : " + value));

        assertThat(file.read().measurements()).isEmpty();
        assertThat(file.read().problem().orElseThrow()).contains(problem);
    }

    @Test
    void shouldNotReadMoreThanItWouldWrite() throws IOException {
        Files.createDirectories(folder.resolve("models"));
        Files.writeString(file.file(), " ".repeat(MeasurementFile.MOST_BYTES + 1));

        assertThat(file.read().problem().orElseThrow())
                .contains("it has more than " + MeasurementFile.MOST_BYTES + " bytes");
    }

    @Test
    void shouldReplaceADamagedFile() throws IOException {
        Files.createDirectories(folder.resolve("models"));
        Files.writeString(file.file(), "damaged");

        file.add(measurement("base-q8_0", NOON, 4, 640));

        assertThat(file.read().measurements()).hasSize(1);
    }

    @Test
    void shouldForgetTheOldestBeforeItGrowsBeyondWhatIsRead() throws IOException {
        ObjectNode full = JsonMapper.builder().build().createObjectNode().put("version", 1);
        ArrayNode array = full.putArray("measurements");
        for (int i = 0; i < MeasurementFile.MOST_MEASUREMENTS; i++) {
            array.add(MeasurementJson.write(
                    measurement("a-model-with-quite-a-long-name-" + i, NOON.plusSeconds(i), 4, 640)));
        }
        Files.createDirectories(folder.resolve("models"));
        Files.writeString(file.file(), full.toString());

        file.add(measurement("one-more", NOON.plusSeconds(1000), 4, 640));

        assertThat(file.read().measurements())
                .hasSize(MeasurementFile.MOST_MEASUREMENTS)
                .noneMatch(it -> it.model().name().endsWith("-0"));
        assertThat(Files.size(file.file())).isLessThan(MeasurementFile.MOST_BYTES / 2);
    }

    @Test
    void shouldLeaveTheOldFileWhereTheFolderCannotBeUsed() throws IOException {
        Files.writeString(folder.resolve("models"), "a file in the way");

        assertThatThrownBy(() -> file.add(measurement("base-q8_0", NOON, 4, 640)))
                .isInstanceOf(IOException.class);
        assertThat(folder.resolve("models")).hasContent("a file in the way");
    }

    @Test
    void shouldTellABoardThatWasSlowedDownMeanwhile() {
        Heat cool = new Heat(Optional.of(50.0), Optional.of(0));

        assertThat(cool.slowedUntil(new Heat(Optional.of(84.0), Optional.of(0x4))))
                .isTrue();
        assertThat(cool.slowedUntil(new Heat(Optional.of(84.0), Optional.of(0x40000))))
                .as("between two looks")
                .isTrue();
        assertThat(new Heat(Optional.empty(), Optional.of(0x50000))
                        .slowedUntil(new Heat(Optional.empty(), Optional.of(0x50000))))
                .as("before")
                .isFalse();
        assertThat(cool.slowedUntil(new Heat(Optional.empty(), Optional.empty())))
                .isFalse();
    }
}
