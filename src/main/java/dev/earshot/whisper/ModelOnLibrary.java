package dev.earshot.whisper;

import dev.earshot.engine.EngineException;
import dev.earshot.engine.ErrorCode;
import dev.earshot.engine.ModelLoader.LoadedModel;
import dev.earshot.engine.ModelLoader.ModelFacts;
import dev.earshot.engine.Transcriber;
import io.github.givimad.whisperjni.WhisperContext;
import io.github.givimad.whisperjni.WhisperContextParams;
import io.github.givimad.whisperjni.WhisperJNI;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.function.IntSupplier;

/** The weights of a checked file in memory, on either library. */
final class ModelOnLibrary {
    private ModelOnLibrary() {}

    static LoadedModel own(Path file, ModelFacts facts, ComputeSettings settings) {
        long model = NativeWhisper.openModel(
                file.toString().getBytes(StandardCharsets.UTF_8),
                settings.gpu(),
                settings.gpuDevice(),
                settings.flashAttention(),
                0);
        if (model == 0) {
            throw refused(file);
        }
        return new Own(model, facts, settings);
    }

    private record Own(long model, ModelFacts facts, ComputeSettings settings) implements LoadedModel {
        @Override
        public Transcriber open() {
            boolean onGpu = settings.gpu() && facts.library().hasGpu();
            ContextFit fit = onGpu ? settings.fit().onGpu() : settings.fit();
            return new OwnTranscriber(model, settings.threadsNow(), fit);
        }

        @Override
        public boolean toleratesOthers() {
            return true;
        }

        @Override
        public void close() {
            NativeWhisper.closeModel(model);
        }
    }

    static LoadedModel stock(Path file, ModelFacts facts, ComputeSettings settings) {
        WhisperJNI whisper = new WhisperJNI();
        WhisperContextParams params = new WhisperContextParams();
        params.useGPU = settings.gpu();
        try {
            WhisperContext context = whisper.initNoState(file, params);
            if (context == null) {
                throw refused(file);
            }
            return new Stock(whisper, context, facts, settings.threadsNow());
        } catch (IOException e) {
            throw new EngineException(ErrorCode.NOT_READY, "Cannot read the model " + file + ": " + e.getMessage(), e);
        }
    }

    private record Stock(WhisperJNI whisper, WhisperContext context, ModelFacts facts, IntSupplier threads)
            implements LoadedModel {
        @Override
        public Transcriber open() {
            return new StockTranscriber(whisper, context, threads);
        }

        /** Its table of states has no lock. */
        @Override
        public boolean toleratesOthers() {
            return false;
        }

        @Override
        public void close() {
            context.close();
        }
    }

    private static EngineException refused(Path file) {
        return new EngineException(
                ErrorCode.NOT_READY, "whisper.cpp could not load " + file + "; there may not be enough memory for it.");
    }
}
