package dev.earshot.device.check;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Memory that a model takes, as it was predicted, and memory that it may take; both in bytes and without what Earshot itself takes.
 *
 * @param usual as soon as it has transcribed half a minute
 * @param most whatever requests ask for
 * @param parts of the prediction, in words
 * @param room absent where the machine does not tell
 * @param limitedBy what leaves no more room, in words
 * @param loaded whether it takes it already
 */
public record MemoryNeed(long usual, long most, String parts, Optional<Long> room, String limitedBy, boolean loaded) {
    boolean fits() {
        return loaded || room.map(bytes -> most <= bytes).orElse(true);
    }

    Map<String, Object> asMap() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("predicted", usual);
        json.put("predicted_most", most);
        room.ifPresent(bytes -> json.put("available", bytes));
        json.put("available_reason", limitedBy);
        return json;
    }
}
