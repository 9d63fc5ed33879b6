package dev.earshot.http;

import java.util.List;

/** The form fields that all endpoints share. */
final class CommonParameters {
    private CommonParameters() {}

    /** @param longestPrompt in characters */
    static List<Parameter> all(int longestPrompt) {
        return List.of(
                Parameter.honoured("file", "any audio or video file; required", (draft, value) -> {}),
                Parameter.honoured(
                        "prompt",
                        "applies to every window",
                        (draft, value) -> draft.prompt = Values.text("prompt", value, longestPrompt)),
                Parameter.honoured(
                        "response_format",
                        "json, text, srt, verbose_json, vtt",
                        (draft, value) -> draft.format = Values.format("response_format", value)),
                Parameter.honoured(
                        "temperature",
                        "0 (default) takes the likeliest words and falls back to warmer tries",
                        (draft, value) -> draft.options.temperature(Values.number("temperature", value, 0, 1))),
                // Named as OpenAI's own program names it; off by default, since an error would be carried on, too.
                Parameter.honoured(
                        "condition_on_previous_text",
                        "Earshot's own: true gives each window the text of the one before",
                        (draft, value) -> draft.options.carryText(Values.flag("condition_on_previous_text", value))),
                Parameter.honoured(
                        "x_earshot",
                        "Earshot's own: true tells how the answer was made",
                        (draft, value) -> draft.extras = Values.flag("x_earshot", value)));
    }
}
