package dev.earshot.device;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * NVIDIA's GPU as far as files tell.
 *
 * @param nodes device files through which CUDA would reach it; none where it is not passed into a container
 * @param model its name, where the driver tells
 * @param driver version of the driver of a PC's GPU
 * @param architecture compute capability without its point, {@code 87}, where the chip's name tells
 * @param cudaRuntimes major versions of the CUDA run-time libraries that are installed
 */
public record GpuFacts(
        List<String> nodes,
        Optional<String> model,
        Optional<String> driver,
        Optional<String> architecture,
        Set<Integer> cudaRuntimes) {
    private static final Pattern DRIVER = Pattern.compile("Kernel Module\\s+(?:for \\S+\\s+)?(\\d+(?:\\.\\d+)+)");

    /** The chips of all Jetsons, by the device tree's name, and NVIDIA's table of compute capabilities. */
    private static final Map<String, String> JETSON_CHIPS = Map.of(
            "nvidia,tegra210", "53",
            "nvidia,tegra186", "62",
            "nvidia,tegra194", "72",
            "nvidia,tegra234", "87",
            "nvidia,tegra264", "110");

    public GpuFacts {
        nodes = List.copyOf(nodes);
        cudaRuntimes = Set.copyOf(cudaRuntimes);
    }

    static GpuFacts read(FactFiles files, String architecture, List<String> compatible) {
        Stream<String> pc = files.list("dev").stream().filter(name -> name.matches("nvidia\\d{1,3}"));
        Stream<String> jetson = Stream.of("nvhost-gpu", "nvgpu/igpu0/channel", "nvgpu/igpu0");
        return new GpuFacts(
                Stream.concat(pc, jetson)
                        .map(name -> "dev/" + name)
                        .filter(files::exists)
                        .map(name -> "/" + name)
                        .toList(),
                model(files),
                files.line("proc/driver/nvidia/version")
                        .map(DRIVER::matcher)
                        .filter(Matcher::find)
                        .map(found -> found.group(1)),
                compatible.stream()
                        .flatMap(name -> Stream.ofNullable(JETSON_CHIPS.get(name)))
                        .findFirst(),
                runtimes(files, architecture));
    }

    private static Optional<String> model(FactFiles files) {
        return files.list("proc/driver/nvidia/gpus").stream()
                .flatMap(gpu -> files.text("proc/driver/nvidia/gpus/" + gpu + "/information").stream())
                .flatMap(text -> FactFiles.value(text, "Model").stream())
                .findFirst();
    }

    private static Set<Integer> runtimes(FactFiles files, String architecture) {
        Set<Integer> found = new TreeSet<>();
        Stream.concat(
                        Stream.of("usr/lib/" + architecture + "-linux-gnu", "usr/local/cuda/lib64"),
                        files.list("usr/local").stream()
                                .filter(name -> name.startsWith("cuda-"))
                                .map(name -> "usr/local/" + name + "/lib64"))
                .flatMap(folder ->
                        Stream.of(10, 11, 12, 13, 14).filter(major -> files.exists(folder + "/libcudart.so." + major)))
                .forEach(found::add);
        return found;
    }

    /** Whether CUDA could reach one. */
    public boolean present() {
        return !nodes.isEmpty();
    }

    /**
     * The latest major version of CUDA that can run here: JetPack's on a Jetson, on a PC what the driver is new enough for (525 for
     * CUDA 12, 580 for CUDA 13, as NVIDIA publishes), in a container that hides both what is installed in it.
     */
    public Optional<Integer> cudaMajor(Optional<JetsonFacts> jetson) {
        if (jetson.isPresent()) {
            return jetson.get().cuda().map(GpuFacts::major);
        }
        return driver.map(GpuFacts::major)
                .map(version -> version >= 580 ? 13 : version >= 525 ? 12 : 11)
                .or(() -> cudaRuntimes.stream().max(Integer::compare));
    }

    private static int major(String version) {
        return Integer.parseInt(version.split("\\.")[0]);
    }
}
