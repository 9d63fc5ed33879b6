package dev.earshot.http;

import dev.earshot.device.check.DeviceReport;

/** Looks at the machine as {@code earshot doctor} does, from inside the running service. */
@FunctionalInterface
public interface DeviceReports {
    /** The machine at this moment. Reads small files; loads nothing. */
    DeviceReport now();
}
