package dev.earshot.whisper;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;

/**
 * A folder with a library of ours that has only the computing part for the oldest processors: ggml takes the best that it finds
 * beside the library, and cannot be told otherwise. All is linked but the library itself, which is what ggml looks beside.
 */
final class OldestBuild {
    private static final String COMPUTING = "libggml-cpu-";
    private static final String GPU = "libggml-cuda";

    private OldestBuild() {}

    /**
     * @param library a folder that native-libs/build.sh made
     * @param folders where it may be put together, best first
     */
    static Path of(Path library, List<Path> folders) throws IOException {
        Optional<String> oldest = OwnLibrary.oldestPart(library).map(part -> COMPUTING + part + ".so");
        if (oldest.isEmpty() || !Files.isRegularFile(library.resolve(oldest.get()))) {
            return library;
        }
        IOException failure = new IOException("there is no folder to put it together in");
        for (Path folder : folders) {
            try {
                return putTogether(library.toRealPath(), oldest.get(), folder.resolve("natives/oldest"));
            } catch (IOException e) {
                failure = e;
            }
        }
        throw failure;
    }

    private static Path putTogether(Path library, String oldest, Path folder) throws IOException {
        Files.createDirectories(folder);
        try (DirectoryStream<Path> before = Files.newDirectoryStream(folder)) {
            for (Path file : before) {
                Files.delete(file);
            }
        }
        try (DirectoryStream<Path> files = Files.newDirectoryStream(library, Files::isRegularFile)) {
            for (Path file : files) {
                String name = file.getFileName().toString();
                if (name.equals(NativeLibrary.FILE)) {
                    Files.copy(file, folder.resolve(name), StandardCopyOption.REPLACE_EXISTING);
                } else if (name.equals(oldest) || !name.startsWith(COMPUTING) && !name.startsWith(GPU)) {
                    Files.createSymbolicLink(folder.resolve(name), file);
                }
            }
        }
        return folder;
    }
}
