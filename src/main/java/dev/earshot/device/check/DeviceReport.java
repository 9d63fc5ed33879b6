package dev.earshot.device.check;

import dev.earshot.device.Amounts;
import dev.earshot.device.DeviceProfile;
import dev.earshot.device.MachineFacts;
import dev.earshot.device.ProfileChoice;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The machine, what was chosen for it, and what is wrong with it.
 *
 * @param overridden settings of the profile that somebody else decides
 * @param model that is loaded, or would be
 */
public record DeviceReport(
        MachineFacts machine, ProfileChoice choice, List<Overridden> overridden, Model model, List<Check> checks) {
    /**
     * The model and why this one, both in words.
     *
     * @param reason empty where none can be used
     * @param need memory that it takes
     * @param longRecordings which model hears those, in words
     */
    public record Model(String description, String reason, Optional<MemoryNeed> need, String longRecordings) {}

    /**
     * A key of the profile with another value than the profile's.
     *
     * @param by the source that decides
     */
    public record Overridden(String key, String profile, String value, String by) {}

    public Check.Verdict verdict() {
        return Checks.overall(checks);
    }

    public String profileName() {
        return choice.profile().map(DeviceProfile::name).orElse("none");
    }

    /** As JSON has it: maps, lists, texts, numbers. Sizes in bytes, temperatures in degrees Celsius. */
    public Map<String, Object> asMap() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("verdict", word(verdict()));
        json.put("facts", facts());
        Map<String, Object> profile = new LinkedHashMap<>();
        profile.put("name", profileName());
        profile.put("reason", choice.reason());
        profile.put("forced", choice.forced());
        profile.put(
                "settings",
                choice.profile().map(it -> new TreeMap<>(it.settings())).orElseGet(TreeMap::new));
        profile.put(
                "overridden",
                overridden.stream()
                        .map(it -> Map.of("key", it.key(), "profile", it.profile(), "value", it.value(), "by", it.by()))
                        .toList());
        json.put("profile", profile);
        json.put("model", model.description());
        json.put("model_reason", model.reason());
        model.need().ifPresent(need -> json.put("model_memory", need.asMap()));
        json.put("long_recordings", model.longRecordings());
        json.put("checks", checks.stream().map(DeviceReport::check).toList());
        return json;
    }

    private Map<String, Object> facts() {
        Map<String, Object> facts = new LinkedHashMap<>();
        machine.board().ifPresent(board -> facts.put("board", board));
        facts.put("architecture", machine.architecture());
        machine.cpu().ifPresent(cpu -> facts.put("processor", cpu));
        facts.put("processors", machine.cores());
        facts.put("processor_features", new TreeSet<>(machine.cpuFeatures()));
        machine.memory().total().ifPresent(bytes -> facts.put("memory_total", bytes));
        machine.memory().available().ifPresent(bytes -> facts.put("memory_available", bytes));
        machine.memory().limit().ifPresent(bytes -> facts.put("memory_limit", bytes));
        machine.memory().addresses().ifPresent(bytes -> facts.put("address_space_left", bytes));
        machine.system().name().ifPresent(name -> facts.put("system", name));
        machine.system().kernel().ifPresent(kernel -> facts.put("kernel", kernel));
        facts.put("container", machine.system().container());
        facts.put("libc", machine.system().libc().toString());
        machine.jetson().ifPresent(jetson -> facts.put("jetpack", jetson.toString()));
        facts.put("gpu", machine.gpu().present());
        machine.gpu().driver().ifPresent(driver -> facts.put("gpu_driver", driver));
        machine.condition().hottest().ifPresent(zone -> facts.put("temperature", zone.celsius()));
        return facts;
    }

    private static Map<String, Object> check(Check check) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("name", check.name());
        json.put("verdict", word(check.verdict()));
        json.put("found", check.found());
        check.remedy().ifPresent(remedy -> json.put("remedy", remedy));
        return json;
    }

    private static String word(Check.Verdict verdict) {
        return switch (verdict) {
            case OK -> "ok";
            case WARNING -> "warning";
            case FAILED -> "failed";
        };
    }

    /** The machine in a line. */
    public String machineLine() {
        return machine.board().map(board -> board + ", ").orElse("")
                + machine.cpu().orElse(machine.architecture()) + ", "
                + machine.cores() + " processors"
                + machine.memory()
                        .usable()
                        .map(bytes -> ", " + Amounts.bytes(bytes))
                        .orElse("")
                + machine.jetson().map(jetson -> ", " + jetson).orElse("");
    }
}
