package dev.earshot.transcript;

import dev.earshot.engine.Transcript;
import java.util.Arrays;
import java.util.Optional;

/** How a transcript is written, in the words of OpenAI's API or of whisper.cpp's server. */
public enum Format {
    JSON("json", Format.APPLICATION_JSON, OpenAiJson::brief, WhisperCppJson::brief),
    TEXT("text", "text/plain; charset=utf-8", PlainText::line, PlainText::lines),
    SRT("srt", "application/x-subrip; charset=utf-8", Subtitles::srt, Subtitles::srt),
    VERBOSE_JSON("verbose_json", Format.APPLICATION_JSON, OpenAiJson::verbose, WhisperCppJson::verbose),
    VTT("vtt", "text/vtt; charset=utf-8", Subtitles::vtt, Subtitles::vtt);

    private static final String APPLICATION_JSON = "application/json";

    private final String word;
    private final String mediaType;
    private final Renderer openAi;
    private final Renderer whisperCpp;

    Format(String word, String mediaType, Renderer openAi, Renderer whisperCpp) {
        this.word = word;
        this.mediaType = mediaType;
        this.openAi = openAi;
        this.whisperCpp = whisperCpp;
    }

    /** The format that requests call {@code word}. */
    public static Optional<Format> of(String word) {
        return Arrays.stream(values())
                .filter(format -> format.word.equals(word))
                .findFirst();
    }

    /** As requests name it. */
    public String word() {
        return word;
    }

    public String mediaType() {
        return mediaType;
    }

    /** Whether extras are part of the text; otherwise they belong into headers. */
    public boolean isJson() {
        return mediaType.equals(APPLICATION_JSON);
    }

    public String renderOpenAi(Transcript transcript, Details details) {
        return openAi.render(transcript, details);
    }

    public String renderWhisperCpp(Transcript transcript, Details details) {
        return whisperCpp.render(transcript, details);
    }
}
