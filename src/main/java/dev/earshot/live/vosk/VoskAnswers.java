package dev.earshot.live.vosk;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.earshot.engine.Segment;
import dev.earshot.engine.Word;
import dev.earshot.live.LiveEvent;
import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.Collectors;

/**
 * How answers are written.
 *
 * @param words lists them, where the native library times them
 * @param alternatives as vosk does where several are asked for; there is one
 */
record VoskAnswers(boolean words, boolean alternatives) {
    String partial(String text) {
        return JsonNodeFactory.instance.objectNode().put("partial", text).toString();
    }

    /** @param finals one text is made of them */
    String result(List<LiveEvent.Final> finals) {
        String text = finals.stream().map(LiveEvent.Final::text).collect(Collectors.joining(" "));
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        if (alternatives) {
            ObjectNode only = json.putArray("alternatives").addObject();
            confidence(finals).ifPresent(mean -> only.put("confidence", mean));
            write(finals, only);
            only.put("text", text);
        } else {
            write(finals, json);
            json.put("text", text);
        }
        return json.toString();
    }

    /** Of all words. */
    private static OptionalDouble confidence(List<LiveEvent.Final> finals) {
        return finals.stream()
                .flatMap(last -> last.transcript().segments().stream())
                .flatMap(segment -> segment.words().stream())
                .mapToDouble(Word::probability)
                .average();
    }

    private void write(List<LiveEvent.Final> finals, ObjectNode to) {
        ArrayNode list = JsonNodeFactory.instance.arrayNode();
        if (words) {
            for (LiveEvent.Final last : finals) {
                for (Segment segment : last.transcript().segments()) {
                    segment.words().forEach(word -> write(word.shifted(last.startMs()), list.addObject()));
                }
            }
        }
        if (!list.isEmpty()) {
            to.set("result", list);
        }
    }

    private static void write(Word word, ObjectNode to) {
        to.put("conf", word.probability())
                .put("start", word.startMs() / 1000.0)
                .put("end", word.endMs() / 1000.0)
                .put("word", word.text().strip());
    }
}
