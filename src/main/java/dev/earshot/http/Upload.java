package dev.earshot.http;

import dev.earshot.audio.AudioSource;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A received recording.
 *
 * @param audio its bytes
 * @param size in bytes
 * @param file where it lies, unless it is in memory
 */
record Upload(AudioSource audio, long size, Optional<Path> file) {}
