package dev.earshot;

import java.util.List;
import java.util.Properties;

/** Earshot's settings among the system properties, which a test takes away and puts back. */
final class OwnSettings {
    private static final String PREFIX = "earshot.";

    private final Properties others = new Properties();

    void takeAway() {
        names().forEach(name -> others.setProperty(name, System.getProperty(name)));
        names().forEach(System::clearProperty);
    }

    void putBack() {
        names().forEach(System::clearProperty);
        others.stringPropertyNames().forEach(name -> System.setProperty(name, others.getProperty(name)));
    }

    private static List<String> names() {
        return System.getProperties().stringPropertyNames().stream()
                .filter(name -> name.startsWith(PREFIX))
                .toList();
    }
}
