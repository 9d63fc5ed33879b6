/** Facts about this machine, read from files under a configurable root and never by loading a library. */
package dev.earshot.device;
