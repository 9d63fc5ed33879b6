package dev.earshot.install;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The files for Prometheus and Grafana, as they lie in {@code install}. */
public final class Monitoring {
    public static final Path PROMETHEUS = Path.of("install/prometheus");
    static final Path GRAFANA = Path.of("install/grafana");

    private static final Pattern LABEL_VALUES = Pattern.compile("label_values\\(([^,{]+)");

    private Monitoring() {}

    /** A recording rule's series, or an alert's name, and what it is computed from. */
    record Rule(boolean recording, String name, String expression) {}

    static List<Rule> rules() {
        List<Rule> rules = new ArrayList<>();
        for (JsonNode group : yaml(PROMETHEUS.resolve("earshot.rules.yml")).get("groups")) {
            for (JsonNode rule : group.get("rules")) {
                boolean recording = rule.has("record");
                rules.add(new Rule(
                        recording,
                        rule.get(recording ? "record" : "alert").textValue(),
                        rule.get("expr").textValue()));
            }
        }
        return rules;
    }

    /** The series that recording rules make. */
    public static Set<String> recorded() {
        Set<String> names = new TreeSet<>();
        rules().stream().filter(Rule::recording).forEach(rule -> names.add(rule.name()));
        return names;
    }

    static JsonNode dashboard() {
        try {
            return new ObjectMapper().readTree(GRAFANA.resolve("earshot.json").toFile());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What the dashboard's panels ask Prometheus. */
    public static List<String> queries() {
        return dashboard().findValuesAsText("expr");
    }

    /** The meters that rules and dashboard read, by the names that {@code /q/metrics} gives them. */
    public static Set<String> meters() {
        Set<String> names = new TreeSet<>();
        rules().forEach(rule -> names.addAll(PromQl.series(rule.expression())));
        queries().forEach(query -> names.addAll(PromQl.series(query)));
        for (String definition : dashboard().findValuesAsText("definition")) {
            Matcher values = LABEL_VALUES.matcher(definition);
            if (values.find()) {
                names.add(values.group(1));
            }
        }
        names.removeAll(recorded());
        // Prometheus' own: whether the last scrape went well.
        names.remove("up");
        return names;
    }

    static JsonNode yaml(Path file) {
        try {
            return new YAMLMapper().readTree(file.toFile());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
