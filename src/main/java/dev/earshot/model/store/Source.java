package dev.earshot.model.store;

import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** Somewhere models come from. */
interface Source {
    /** Where each model is published, as the catalogue has it. */
    String ORIGIN = "origin";

    /** Address of that model's file here; empty where this source cannot have it. */
    Optional<String> addressOf(CatalogueEntry entry);

    /**
     * Opens it.
     *
     * @param from bytes that are there already; the source may start at 0 all the same
     * @param tag what {@link Download#tag} said of them, to be sure that they are of the same file
     * @throws IOException in words that follow the address and a colon
     */
    Download open(String address, long from, Optional<String> tag, Duration stallTimeout) throws IOException;

    /**
     * What a setting means: {@code origin}; an address with {@code {repository}} and {@code {file}}, for mirrors of the hub; another
     * address or a folder, below which the file lies under its own name, {@code ggml-NAME.bin}.
     *
     * @throws IllegalArgumentException if it means nothing
     */
    static Source of(String setting) {
        if (setting.equals(ORIGIN)) {
            return new HttpSource(entry -> Optional.of(entry.address()));
        }
        if (setting.startsWith("http://") || setting.startsWith("https://")) {
            String base = setting.endsWith("/") ? setting : setting + "/";
            requireAddress(setting.replace("{repository}", "r").replace("{file}", "f"));
            return new HttpSource(
                    setting.contains("{file}")
                            ? entry -> entry.fill(setting)
                            : entry -> Optional.of(base + new ModelName(entry.name()).fileName()));
        }
        try {
            Path folder = setting.startsWith("file:") ? Path.of(new URI(setting)) : Path.of(setting);
            if (folder.isAbsolute()) {
                return new FolderSource(folder);
            }
        } catch (URISyntaxException | IllegalArgumentException e) {
            // Told below.
        }
        throw new IllegalArgumentException("earshot.models.sources has \"" + setting
                + "\": write \"origin\", an address that starts with https:// or http://, or a folder from / on.");
    }

    private static void requireAddress(String address) {
        try {
            if (new URI(address).getHost() != null) {
                return;
            }
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException(
                    "earshot.models.sources has \"" + address + "\": " + e.getReason() + ".", e);
        }
        throw new IllegalArgumentException("earshot.models.sources has \"" + address + "\", which names no host.");
    }
}
