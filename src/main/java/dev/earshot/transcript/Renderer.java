package dev.earshot.transcript;

import dev.earshot.engine.Transcript;

/** Writes a transcript in one format. A pure function. */
@FunctionalInterface
interface Renderer {
    String render(Transcript transcript, Details details);
}
