package dev.earshot;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class FoldersTest {
    @Test
    void shouldLookAboveTheJarsOwnFolder() {
        assertThat(Folders.beside(Path.of("/srv/earshot/quarkus-app")))
                .containsExactly(Path.of("/srv/earshot/quarkus-app"), Path.of("/srv/earshot"));
    }

    @Test
    void shouldNotLookForNativeLibrariesAboveAFolderThatMayLieAnywhere() {
        assertThat(Folders.beside(Path.of("/tmp/mine"))).containsExactly(Path.of("/tmp/mine"));
    }
}
