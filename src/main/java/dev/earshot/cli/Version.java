package dev.earshot.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;

/** Which Earshot this is. */
final class Version {
    private static final String FILE = "/dev/earshot/cli/version.properties";

    private Version() {}

    static String number() {
        Properties properties = new Properties();
        try (InputStream in = Version.class.getResourceAsStream(FILE)) {
            if (in == null) {
                throw new IllegalStateException(FILE + " is missing in the application. Install it again.");
            }
            properties.load(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return properties.getProperty("version");
    }

    /** An executable of its own, or a jar on this virtual machine. */
    static String form() {
        return System.getProperty("org.graalvm.nativeimage.imagecode") != null
                ? "native executable"
                : "Java " + System.getProperty("java.version");
    }
}
