package dev.earshot.engine;

import dev.earshot.audio.AudioException;

/**
 * Cuts a recording without gaps, into windows as long as they can be: for a library whose encoder costs half a minute
 * however little a window holds, so that every window more is a loss. Windows without speech are marked.
 */
final class WindowCutter implements Windows {
    private final SampleBuffer buffer;
    private final SpeechDetector speech;

    WindowCutter(SampleBuffer buffer, SpeechDetector speech) {
        this.buffer = buffer;
        this.speech = speech;
    }

    @Override
    public Window next() throws AudioException {
        buffer.fill();
        if (buffer.size() == 0) {
            return null;
        }
        long start = buffer.position();
        float[] samples = buffer.copy(0, buffer.full() ? QuietestCut.in(buffer, SampleBuffer.LONGEST) : buffer.size());
        buffer.drop(samples.length);
        return new Window(start, samples, !speech.regions(samples).isEmpty(), buffer.ended());
    }
}
