package dev.earshot.transcript;

import dev.earshot.engine.Transcript;
import java.util.Map;

/** Writes a transcript in one format. A pure function. */
@FunctionalInterface
interface Renderer {
    /**
     * @param extras facts about how the answer was made, by name; rendered by JSON formats only, and only if there are any
     */
    String render(Transcript transcript, Map<String, Object> extras);
}
