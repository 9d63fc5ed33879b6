package dev.earshot.device;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.stream.Stream;

/** All profiles: those inside the application, and those of a folder, which add to them and overlay them. */
public final class DeviceProfiles {
    /** The files in the folder {@code device-profiles}; inside an application folders cannot be listed everywhere. */
    static final List<String> NAMES = List.of(
            "aarch64",
            "aarch64-nvidia",
            "jetson-agx-orin",
            "jetson-agx-xavier",
            "jetson-nano",
            "jetson-orin-nano-4gb",
            "jetson-orin-nano-8gb",
            "jetson-orin-nx-16gb",
            "jetson-orin-nx-8gb",
            "jetson-thor",
            "jetson-tx2",
            "jetson-xavier-nx",
            "raspberry-pi-3",
            "raspberry-pi-4-2gb",
            "raspberry-pi-4-4gb",
            "raspberry-pi-4-8gb",
            "raspberry-pi-5-2gb",
            "raspberry-pi-5-4gb",
            "raspberry-pi-zero-2-w",
            "x86_64",
            "x86_64-nvidia");

    private static final String ENDING = ".properties";
    private static final int LONGEST_FILE = 1 << 16;
    private static final int MOST_FILES = 200;

    private DeviceProfiles() {}

    /**
     * Reads them. A file in the folder with the name of a built-in profile changes the keys that it has, and leaves the others.
     *
     * @throws IllegalArgumentException with a sentence that names the file and what is wrong
     */
    public static List<DeviceProfile> load(Optional<Path> folder) {
        Map<String, DeviceProfile> profiles = new LinkedHashMap<>();
        NAMES.forEach(name -> profiles.put(name, parsed(name, DeviceProfile.BUILT_IN, embedded(name))));
        for (Path file : folder.map(DeviceProfiles::files).orElse(List.of())) {
            String fileName = file.getFileName().toString();
            String name = fileName.substring(0, fileName.length() - ENDING.length());
            Map<String, String> keys = NAMES.contains(name) ? embedded(name) : new HashMap<>();
            keys.putAll(read(file));
            profiles.put(name, parsed(name, file.toString(), keys));
        }
        return List.copyOf(profiles.values());
    }

    private static DeviceProfile parsed(String name, String origin, Map<String, String> keys) {
        try {
            return DeviceProfile.of(name, origin, keys);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "The device profile " + name + " (" + origin + ") is wrong: " + e.getMessage() + ".", e);
        }
    }

    private static Map<String, String> embedded(String name) {
        String resource = "device-profiles/" + name + ENDING;
        try (InputStream in = DeviceProfiles.class.getClassLoader().getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalStateException(resource + " is missing in the application. Install it again.");
            }
            return keys(new InputStreamReader(in, StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read " + resource + " in the application", e);
        }
    }

    private static List<Path> files(Path folder) {
        try (Stream<Path> entries = Files.list(folder)) {
            List<Path> files = entries.filter(file -> file.toString().endsWith(ENDING))
                    .limit(MOST_FILES + 1)
                    .sorted()
                    .toList();
            if (files.size() > MOST_FILES) {
                throw new IllegalArgumentException(folder + " (earshot.profiles.dir) has more than " + MOST_FILES
                        + " profiles; is it the right folder?");
            }
            return new ArrayList<>(files);
        } catch (IOException | UncheckedIOException e) {
            throw new IllegalArgumentException(
                    "Cannot list the folder " + folder + " (earshot.profiles.dir): " + e + ". Correct the setting.", e);
        }
    }

    private static Map<String, String> read(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] bytes = in.readNBytes(LONGEST_FILE + 1);
            if (bytes.length > LONGEST_FILE) {
                throw new IllegalArgumentException(
                        file + " has more than " + LONGEST_FILE + " bytes, too many for a device profile.");
            }
            return keys(new StringReader(new String(bytes, StandardCharsets.UTF_8)));
        } catch (IOException e) {
            throw new IllegalArgumentException("Cannot read the device profile " + file + ": " + e, e);
        }
    }

    private static Map<String, String> keys(Reader reader) throws IOException {
        Properties properties = new Properties();
        try {
            properties.load(reader);
        } catch (IllegalArgumentException e) {
            throw new IOException("not a properties file (" + e.getMessage() + ")", e);
        }
        Map<String, String> keys = new HashMap<>();
        properties.stringPropertyNames().forEach(key -> keys.put(key, properties.getProperty(key)));
        return keys;
    }
}
