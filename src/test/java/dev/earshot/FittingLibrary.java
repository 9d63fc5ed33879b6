package dev.earshot;

import dev.earshot.engine.Capabilities;
import dev.earshot.engine.ModelLoader;
import dev.earshot.engine.Transcriber;
import dev.earshot.model.InstalledModels;
import dev.earshot.ops.Setup;
import jakarta.enterprise.inject.Alternative;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;

/** The bundled library under the pretence that short windows cost it less, so that the engine leaves pauses out. */
@Alternative
@Singleton
public class FittingLibrary implements ModelLoader {
    @Inject
    EarshotConfig config;

    @Inject
    InstalledModels installed;

    @Inject
    Setup setup;

    @Override
    public LoadedModel load() {
        LoadedModel real = new Assembly().loader(config, installed, setup).load();
        return new LoadedModel() {
            @Override
            public ModelFacts facts() {
                ModelFacts facts = real.facts();
                return new ModelFacts(
                        facts.name(),
                        facts.type(),
                        facts.quantization(),
                        facts.sizeBytes(),
                        facts.sha256(),
                        facts.languages(),
                        facts.canTranslate(),
                        facts.library(),
                        new Capabilities(false, false, true, false, false));
            }

            @Override
            public Transcriber open() {
                return real.open();
            }

            @Override
            public void close() {
                real.close();
            }
        };
    }
}
