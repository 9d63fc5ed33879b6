package dev.earshot.model.store;

/**
 * What became of an installation.
 *
 * @param version the version with these bytes
 * @param added false where it had been there already
 * @param active whether this is the version that is seen now
 */
public record Installation(InstalledVersion version, boolean added, boolean active) {}
