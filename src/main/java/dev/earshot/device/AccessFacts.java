package dev.earshot.device;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.util.List;
import java.util.stream.Stream;

/**
 * Device files that Earshot may want, and whether this process may open them.
 *
 * @param sound of recording devices
 * @param gpu of NVIDIA's GPU and the memory it shares on a Jetson
 */
public record AccessFacts(List<Node> sound, List<Node> gpu) {
    /** Enough to tell; a machine may have dozens. */
    private static final int MOST_NODES = 16;

    public AccessFacts {
        sound = List.copyOf(sound);
        gpu = List.copyOf(gpu);
    }

    /**
     * A device file.
     *
     * @param group that it belongs to
     * @param open whether this process may read and write it
     */
    public record Node(String path, String group, boolean open) {}

    static AccessFacts read(FactFiles files) {
        return new AccessFacts(
                nodes(
                        files,
                        files.list("dev/snd").stream()
                                .filter(name -> name.matches("pcmC\\d+D\\d+c"))
                                .map(name -> "dev/snd/" + name)),
                nodes(
                        files,
                        Stream.of("nvidia0", "nvidiactl", "nvidia-uvm", "nvmap", "nvhost-gpu", "nvhost-ctrl-gpu")
                                .map(name -> "dev/" + name)));
    }

    private static List<Node> nodes(FactFiles files, Stream<String> names) {
        return names.filter(files::exists)
                .limit(MOST_NODES)
                .map(name -> node(files.path(name), "/" + name))
                .toList();
    }

    private static Node node(Path file, String name) {
        String group;
        try {
            group = Files.readAttributes(file, PosixFileAttributes.class)
                    .group()
                    .getName();
        } catch (IOException | UnsupportedOperationException e) {
            group = "unknown";
        }
        return new Node(name, group, Files.isReadable(file) && Files.isWritable(file));
    }
}
