package dev.earshot.install;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The dashboard as a file; that its queries bring data, a real Prometheus shows elsewhere. */
class DashboardTest {
    private static final String DATA_SOURCE = "${datasource}";
    private static final int COLUMNS = 24;

    private final JsonNode dashboard = Monitoring.dashboard();

    private List<JsonNode> panels() {
        List<JsonNode> panels = new ArrayList<>();
        dashboard.get("panels").forEach(panels::add);
        return panels;
    }

    @Test
    void shouldHavePanelsWithIdsTitlesAndDescriptions() {
        Set<Integer> ids = new HashSet<>();

        assertThat(panels()).hasSizeGreaterThan(10).allSatisfy(panel -> {
            assertThat(ids.add(panel.get("id").intValue()))
                    .as("id of %s", panel.get("title"))
                    .isTrue();
            assertThat(panel.get("title").textValue()).isNotBlank();
            assertThat(panel.get("description").textValue()).isNotBlank();
            assertThat(panel.at("/fieldConfig/defaults/unit").textValue()).isNotBlank();
        });
    }

    @Test
    void shouldLayPanelsOutWithoutOverlap() {
        Set<List<Integer>> taken = new HashSet<>();
        for (JsonNode panel : panels()) {
            JsonNode place = panel.get("gridPos");
            int left = place.get("x").intValue();
            int top = place.get("y").intValue();
            assertThat(left + place.get("w").intValue()).isLessThanOrEqualTo(COLUMNS);
            for (int x = left; x < left + place.get("w").intValue(); x++) {
                for (int y = top; y < top + place.get("h").intValue(); y++) {
                    assertThat(taken.add(List.of(x, y)))
                            .as("%s at %d, %d", panel.get("title"), x, y)
                            .isTrue();
                }
            }
        }
    }

    /** A data source named in the file would be the author's own. */
    @Test
    void shouldNameItsDataSourceByAVariableOnly() {
        assertThat(dashboard.at("/templating/list/0/type").textValue()).isEqualTo("datasource");
        assertThat(dashboard.at("/templating/list/0/name").textValue()).isEqualTo("datasource");
        List<JsonNode> sources = dashboard.findValues("datasource");
        assertThat(sources).hasSizeGreaterThan(30).allSatisfy(source -> {
            assertThat(source.get("type").textValue()).isEqualTo("prometheus");
            assertThat(source.get("uid").textValue()).isEqualTo(DATA_SOURCE);
        });
    }

    @Test
    void shouldAskForChosenDevicesAndForRatesOverWhatGrafanaScrapes() {
        assertThat(Monitoring.queries()).hasSizeGreaterThan(20).allSatisfy(query -> {
            assertThat(query).contains("{job=~\"$job\", instance=~\"$instance\"");
            assertThat(query.replace("[$__rate_interval]", "")).doesNotContain("[");
        });
    }

    /** Grafana replaces the identifiers of targets in messages and expressions; two alike hide each other. */
    @Test
    void shouldTellTheQueriesOfAPanelApart() {
        for (JsonNode panel : panels()) {
            List<String> names = panel.get("targets").findValuesAsText("refId");
            assertThat(names).as("%s", panel.get("title")).isNotEmpty().doesNotHaveDuplicates();
        }
    }

    @Test
    void shouldComeWithFilesThatGiveItToGrafana() {
        JsonNode source = Monitoring.yaml(Monitoring.GRAFANA.resolve("provisioning/datasources/prometheus.yaml"));
        JsonNode provider = Monitoring.yaml(Monitoring.GRAFANA.resolve("provisioning/dashboards/earshot.yaml"));

        assertThat(source.at("/datasources/0/type").textValue()).isEqualTo("prometheus");
        assertThat(source.at("/datasources/0/jsonData/timeInterval"))
                .isEqualTo(Monitoring.yaml(Monitoring.PROMETHEUS.resolve("prometheus.yml"))
                        .at("/global/scrape_interval"));
        assertThat(provider.at("/providers/0/type").textValue()).isEqualTo("file");
    }
}
