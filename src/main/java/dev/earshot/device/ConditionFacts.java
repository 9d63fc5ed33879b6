package dev.earshot.device;

import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What slows a board down at this moment.
 *
 * @param zones temperatures
 * @param throttled a Raspberry Pi's flags, as {@code vcgencmd get_throttled} prints them
 * @param undervoltage whether a Raspberry Pi's supply is too weak right now
 * @param powerMode of a Jetson
 * @param governor who chooses the processor's clock
 */
public record ConditionFacts(
        List<ThermalZone> zones,
        Optional<Integer> throttled,
        Optional<Boolean> undervoltage,
        Optional<PowerMode> powerMode,
        Optional<String> governor) {
    /** Of a Raspberry Pi's flags those of a clock that is held down now: capped, throttled, at the soft limit of temperature. */
    public static final int SLOWED = 0b1110;

    /** By so many bits higher the flags say that it was so since the start. */
    public static final int SINCE_START = 16;

    /** A Raspberry Pi's firmware slows down from here on, degrees Celsius; its kernel does not tell. */
    public static final double RASPBERRY_PI_SLOWS_AT = 80;

    private static final int WEAK_SUPPLY = 0b0001;
    private static final int SOFT_LIMIT = 0b1000;

    /** No processor is slowed down below this, degrees Celsius; Intel's package sensor says 0 where nobody has set a limit. */
    private static final double LEAST_LIMIT = 40;

    /** Sensors that are switched off give absurd values. */
    private static final double COLDEST = -40;

    private static final double HOTTEST = 150;

    private static final int MOST_TRIP_POINTS = 16;

    public ConditionFacts {
        zones = List.copyOf(zones);
    }

    /**
     * A temperature, in degrees Celsius.
     *
     * @param slowsAt where the kernel begins to slow the processor, where it tells
     */
    public record ThermalZone(String name, double celsius, Optional<Double> slowsAt) {}

    /**
     * A Jetson's power mode.
     *
     * @param highest the mode that allows most
     */
    public record PowerMode(int id, String name, int highest, String highestName) {
        private static final Pattern STATUS = Pattern.compile("pmode:(\\d{1,4})");
        private static final Pattern MODE =
                Pattern.compile("<\\s*POWER_MODEL\\s+ID\\s*=\\s*(\\d{1,4})\\s+NAME\\s*=\\s*([^\\s>]{1,64})");
        private static final Pattern WATTS = Pattern.compile("(\\d{1,4})W");

        private record Listed(int id, String name) {
            /** NVIDIA's names: MAXN without a limit, otherwise the watts. */
            int strength() {
                Matcher watts = WATTS.matcher(name);
                return name.contains("MAXN_SUPER")
                        ? 20_000
                        : name.contains("MAXN") ? 10_000 : watts.find() ? Integer.parseInt(watts.group(1)) : 0;
            }
        }

        static Optional<PowerMode> read(FactFiles files) {
            List<Listed> modes = files.text("etc/nvpmodel.conf").stream()
                    .flatMap(text -> MODE.matcher(text).results())
                    .map(found -> new Listed(Integer.parseInt(found.group(1)), found.group(2)))
                    .toList();
            Optional<Listed> highest = modes.stream().max(Comparator.comparingInt(Listed::strength));
            return files.text("var/lib/nvpmodel/status")
                    .map(STATUS::matcher)
                    .filter(Matcher::find)
                    .map(status -> Integer.parseInt(status.group(1)))
                    .flatMap(
                            id -> modes.stream().filter(mode -> mode.id() == id).findFirst())
                    .flatMap(
                            mode -> highest.map(most -> new PowerMode(mode.id(), mode.name(), most.id(), most.name())));
        }
    }

    /** The supply is too weak now. */
    public boolean weakSupply() {
        return flag(WEAK_SUPPLY) || undervoltage.orElse(false);
    }

    public boolean weakSupplySinceStart() {
        return flag(WEAK_SUPPLY << SINCE_START);
    }

    /** A Raspberry Pi's firmware holds the clock down now, if only a little. */
    public boolean slowed() {
        return flag(SLOWED);
    }

    /** The same by more than the soft limit, which some models reach from 60 degrees on, and which costs little. */
    public boolean slowedMuch() {
        return flag(SLOWED & ~SOFT_LIMIT);
    }

    private boolean flag(int bits) {
        return (throttled.orElse(0) & bits) != 0;
    }

    /** Reads them anew; a few small files. */
    public static ConditionFacts read(Path root) {
        return read(new FactFiles(root));
    }

    static ConditionFacts read(FactFiles files) {
        return new ConditionFacts(
                files.list("sys/class/thermal").stream()
                        .filter(name -> name.startsWith("thermal_zone"))
                        .flatMap(name -> zone(files, "sys/class/thermal/" + name).stream())
                        .toList(),
                files.line("sys/devices/platform/soc/soc:firmware/get_throttled")
                        .flatMap(ConditionFacts::hexadecimal),
                files.list("sys/class/hwmon").stream()
                        .map(name -> "sys/class/hwmon/" + name)
                        .filter(folder -> files.line(folder + "/name").equals(Optional.of("rpi_volt")))
                        .flatMap(folder -> files.number(folder + "/in0_lcrit_alarm").stream())
                        .map(alarm -> alarm != 0)
                        .findFirst(),
                PowerMode.read(files),
                files.line("sys/devices/system/cpu/cpu0/cpufreq/scaling_governor"));
    }

    private static Optional<ThermalZone> zone(FactFiles files, String folder) {
        Optional<Double> slows = Stream.iterate(0, i -> i + 1)
                .limit(MOST_TRIP_POINTS)
                .map(i -> folder + "/trip_point_" + i)
                .filter(trip -> files.line(trip + "_type").equals(Optional.of("passive")))
                .flatMap(trip -> files.number(trip + "_temp").stream())
                .map(milli -> milli / 1000.0)
                .filter(limit -> limit >= LEAST_LIMIT && isPlausible(limit))
                .min(Double::compare);
        return files.number(folder + "/temp")
                .map(milli -> milli / 1000.0)
                .filter(ConditionFacts::isPlausible)
                .map(celsius -> new ThermalZone(files.line(folder + "/type").orElse("unnamed"), celsius, slows));
    }

    private static boolean isPlausible(double celsius) {
        return celsius > COLDEST && celsius < HOTTEST;
    }

    private static Optional<Integer> hexadecimal(String text) {
        try {
            return Optional.of(Integer.parseInt(text.startsWith("0x") ? text.substring(2) : text, 16));
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    public Optional<ThermalZone> hottest() {
        return zones.stream().max(Comparator.comparingDouble(ThermalZone::celsius));
    }
}
