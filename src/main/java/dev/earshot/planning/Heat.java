package dev.earshot.planning;

import dev.earshot.device.ConditionFacts;
import java.util.Optional;

/**
 * How hot the board was, and what slowed it down.
 *
 * @param celsius of the hottest sensor, where there is one
 * @param throttled a Raspberry Pi's flags, as {@code vcgencmd get_throttled} prints them
 */
public record Heat(Optional<Double> celsius, Optional<Integer> throttled) {
    static Heat of(ConditionFacts condition) {
        return new Heat(condition.hottest().map(ConditionFacts.ThermalZone::celsius), condition.throttled());
    }

    /** Whether the board was slowed down from here to {@code after}: then it can do better than was measured. */
    boolean slowedUntil(Heat after) {
        int before = throttled.orElse(0);
        int now = after.throttled.orElse(0);
        return ((before | now) & ConditionFacts.SLOWED) != 0
                || (now & ~before & ConditionFacts.SLOWED << ConditionFacts.SINCE_START) != 0;
    }
}
