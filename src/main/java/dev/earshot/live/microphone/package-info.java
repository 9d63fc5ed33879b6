/** Hears the device's own microphone through the system's capture programs, and tells everyone who watches what was said. */
package dev.earshot.live.microphone;
