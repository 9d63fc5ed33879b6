package dev.earshot.device.check;

import dev.earshot.device.AccessFacts;
import dev.earshot.device.Amounts;
import dev.earshot.device.ConditionFacts;
import dev.earshot.device.MachineFacts;
import dev.earshot.device.MemoryFacts;
import dev.earshot.device.NativeChoice;
import dev.earshot.device.Processors;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** The checks, each a pure function of the situation. */
public final class Checks {
    private Checks() {}

    public static List<Check> all(Situation it) {
        return List.of(
                processor(it),
                cLibrary(it),
                library(it),
                gpu(it),
                model(it),
                Check.ok("long recordings", it.longRecordings()),
                memory(it),
                disk(it),
                ffmpeg(it),
                access(it),
                port(it),
                power(it),
                heat(it),
                crashes(it),
                clock(it));
    }

    public static Check.Verdict overall(List<Check> checks) {
        return checks.stream().map(Check::verdict).max(Enum::compareTo).orElse(Check.Verdict.OK);
    }

    static Check processor(Situation it) {
        MachineFacts machine = it.machine();
        String name = machine.cpu().orElse(machine.architecture());
        return Processors.part(machine)
                .map(part -> Check.ok("processor", name + ", computes with " + part))
                .orElseGet(() -> Check.failed(
                        "processor",
                        name + " lacks " + Processors.least(machine.architecture()),
                        "Use a 64-bit ARM or x86_64 processor with it."));
    }

    static Check cLibrary(Situation it) {
        var libc = it.machine().system().libc();
        boolean bundled = it.library().startsWith("stock-");
        if (libc.olderThan(NativeChoice.GLIBC_NEEDED) && !bundled) {
            return Check.failed(
                    "C library",
                    libc + ", and the native libraries need " + NativeChoice.GLIBC_NEEDED,
                    NativeChoice.CONTAINER + ".");
        }
        return Check.ok("C library", libc.toString());
    }

    static Check library(Situation it) {
        return it.libraryProblem()
                .map(why -> Check.failed("native library", why, "native-libs/BOARDS.md says which board takes what."))
                .orElseGet(() -> Check.ok("native library", it.library()));
    }

    static Check gpu(Situation it) {
        MachineFacts machine = it.machine();
        if (!machine.gpu().present()) {
            return Check.ok("GPU", "no NVIDIA GPU is to be seen; the processor computes");
        }
        NativeChoice choice = NativeChoice.of(machine, List.of());
        Optional<String> best = choice.variant().filter(variant -> variant.contains("-cuda"));
        if (best.isEmpty()) {
            return Check.ok("GPU", "not used: " + String.join("; ", choice.reasons()));
        }
        if (!it.gpuBuild()) {
            return Check.warning(
                    "GPU",
                    machine.gpu().model().orElse("NVIDIA") + " is not used, since the library is not built for it",
                    "Build it on this machine: native-libs/build.sh linux-" + machine.architecture() + "-cuda"
                            + (machine.jetson().isPresent()
                                    ? machine.gpu()
                                            .cudaMajor(machine.jetson())
                                            .map(String::valueOf)
                                            .orElse("")
                                    : ""));
        }
        return Check.ok("GPU", machine.gpu().model().orElse("NVIDIA") + " computes");
    }

    static Check model(Situation it) {
        return it.modelProblem()
                .map(why ->
                        Check.failed("model", why, "Name another model in earshot.model, or mend what is said here."))
                .orElseGet(() -> it.demoRemedy()
                        .map(remedy -> Check.warning("model", it.model(), remedy))
                        .orElseGet(() -> Check.ok("model", it.model())));
    }

    static Check memory(Situation it) {
        MemoryFacts memory = it.machine().memory();
        String has = memory.available().map(Amounts::bytes).orElse("unknown") + " available, "
                + memory.usable().map(Amounts::bytes).orElse("unknown") + " at most";
        if (it.need().isEmpty()) {
            return Check.ok("memory", has);
        }
        MemoryNeed need = it.need().get();
        String needs = "; the model " + (need.loaded() ? "is loaded and takes " : "takes ")
                + Amounts.bytes(need.usual()) + ", up to " + Amounts.bytes(need.most()) + " (" + need.parts() + ")";
        return need.fits()
                ? Check.ok("memory", has + needs)
                : Check.failed(
                        "memory",
                        has + needs + ", and there are "
                                + need.room().map(Amounts::bytes).orElse("") + " for it (" + need.limitedBy() + ")",
                        "Take a smaller model or a more quantized one, or stop other programs.");
    }

    static Check disk(Situation it) {
        String found = Amounts.bytes(it.freeBytes()) + " free in " + it.folder();
        return it.freeBytes() < it.neededBytes()
                ? Check.failed(
                        "disk", found + ", " + Amounts.bytes(it.neededBytes()) + " are kept free", "Make room there.")
                : Check.ok("disk", found);
    }

    static Check ffmpeg(Situation it) {
        return it.ffmpeg()
                ? Check.ok("ffmpeg", "installed")
                : Check.warning("ffmpeg", "missing: WAV recordings alone can be read", "sudo apt install ffmpeg");
    }

    static Check access(Situation it) {
        List<AccessFacts.Node> closed = it.machine().access().gpu().stream()
                .filter(node -> !node.open())
                .toList();
        if (closed.isEmpty()) {
            boolean mute = it.machine().access().sound().stream().anyMatch(node -> !node.open());
            return Check.ok(
                    "permissions",
                    mute
                            ? "no right to record sound (group audio), which recordings do not need"
                            : "nothing is missing");
        }
        String groups =
                closed.stream().map(AccessFacts.Node::group).distinct().sorted().collect(Collectors.joining(","));
        return Check.warning(
                "permissions",
                "this user may not open "
                        + closed.stream().map(AccessFacts.Node::path).collect(Collectors.joining(", ")),
                "sudo usermod -aG " + groups + " USER, then log in again (for JetPack: video and render).");
    }

    static Check port(Situation it) {
        return it.portTaken().orElse(false)
                ? Check.warning(
                        "port",
                        it.address()
                                + " cannot be listened on: Earshot runs already, another program is there, or this user may not",
                        "Stop it, or correct quarkus.http.host and quarkus.http.port.")
                : Check.ok("port", it.address() + (it.portTaken().isPresent() ? " is free" : ""));
    }

    static Check power(Situation it) {
        ConditionFacts condition = it.machine().condition();
        boolean weakNow = condition.weakSupply();
        if (weakNow || condition.weakSupplySinceStart()) {
            return Check.warning(
                    "power",
                    weakNow ? "the supply is too weak now" : "the supply was too weak since the start",
                    "Use the board's own power supply and a short cable.");
        }
        Optional<ConditionFacts.PowerMode> mode = condition.powerMode();
        if (mode.isPresent() && mode.get().id() != mode.get().highest()) {
            return Check.warning(
                    "power",
                    "power mode " + mode.get().name() + ", less than "
                            + mode.get().highestName(),
                    "sudo nvpmodel -m " + mode.get().highest());
        }
        return condition.governor().equals(Optional.of("powersave"))
                ? Check.warning(
                        "power", "the processor is kept at its lowest clock (powersave)", "Choose another governor.")
                : Check.ok("power", mode.map(at -> "power mode " + at.name()).orElse("nothing is known against it"));
    }

    static Check heat(Situation it) {
        ConditionFacts condition = it.machine().condition();
        Optional<ConditionFacts.ThermalZone> hottest = condition.hottest();
        String found = hottest.map(
                        zone -> String.format(Locale.ROOT, "%.0f degrees Celsius (%s)", zone.celsius(), zone.name()))
                .orElse("no sensor is to be seen");
        boolean slowed = condition.slowed();
        boolean hot = condition.zones().stream()
                .anyMatch(zone -> zone.celsius() >= zone.slowsAt().orElse(ConditionFacts.RASPBERRY_PI_SLOWS_AT));
        return slowed || hot
                ? Check.warning("heat", found + (slowed ? ", and the board slows down" : ""), "Cool it, or let in air.")
                : Check.ok("heat", found);
    }

    static Check crashes(Situation it) {
        return it.crashes()
                .map(what -> Check.warning(
                        "crashes",
                        what,
                        "Look at memory and supply, take another model or native library, or tell us; earshot recover and a"
                                + " restart let the service start as usual."))
                .orElseGet(() -> Check.ok("crashes", "none of native code is known of in the last day"));
    }

    static Check clock(Situation it) {
        Optional<Instant> before = it.machine().system().notBefore();
        return before.isPresent() && it.now().isBefore(before.get().minus(Duration.ofDays(1)))
                ? Check.warning(
                        "clock",
                        "it says " + it.now() + ", which is earlier than " + before.get()
                                + ", when this system was at work",
                        "Set it: timedatectl set-ntp true")
                : Check.ok("clock", it.now().toString());
    }
}
