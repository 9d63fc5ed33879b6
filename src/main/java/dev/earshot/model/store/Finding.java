package dev.earshot.model.store;

import java.util.Optional;
import java.util.OptionalInt;

/**
 * What a verification found of one file.
 *
 * @param version none of a file that was placed by hand
 * @param problem none if the file is as it should be
 * @param comparedWith what it was compared with, in words
 */
public record Finding(String name, OptionalInt version, String sha256, Optional<String> problem, String comparedWith) {}
