package dev.earshot.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.earshot.engine.EngineException;
import dev.earshot.engine.ErrorCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UploadStoreTest {
    private static final UploadStore.Bounds BOUNDS = new UploadStore.Bounds(2, 1000, 100, 0);

    @TempDir
    private Path base;

    private List<Path> entries() throws IOException {
        try (Stream<Path> files = Files.list(base)) {
            return files.toList();
        }
    }

    private static void assertBusy(org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
        assertThatThrownBy(call).isInstanceOfSatisfying(EngineException.class, e -> {
            assertThat(e.code()).isEqualTo(ErrorCode.BUSY);
            assertThat(e.retryAfter()).isPresent();
        });
    }

    @Test
    void shouldPutAsideWhatADeadProcessLeftUntilItIsToBeRemoved() throws IOException {
        Path aside = base.resolve("set-aside");
        Files.createDirectory(aside);
        Files.write(aside.resolve("upload-before"), new byte[10]);
        Path dead = Files.createDirectory(base.resolve("process-dead"));
        Files.createFile(dead.resolve("lock"));
        Files.write(dead.resolve("upload-1"), new byte[10]);
        Files.createDirectory(base.resolve("process-idle"));

        new UploadStore(base, BOUNDS, UploadStore.Leftovers.PUT_ASIDE).close();
        assertThat(entries()).containsExactly(aside);
        assertThat(aside.toFile().list()).containsExactly("upload-1");

        new UploadStore(base, BOUNDS, UploadStore.Leftovers.REMOVED_NEW).close();
        assertThat(aside.toFile().list()).containsExactly("upload-1");

        new UploadStore(base, BOUNDS).close();
        assertThat(entries()).isEmpty();
    }

    @Test
    void shouldRemoveWhatADeadProcessLeftAndNothingOfALivingOne() throws IOException {
        Path dead = Files.createDirectory(base.resolve("process-dead"));
        Files.createFile(dead.resolve("lock"));
        Files.write(dead.resolve("upload-1"), new byte[10]);
        Files.createDirectory(base.resolve("somebody-elses"));

        try (UploadStore living = new UploadStore(base, BOUNDS)) {
            Path upload = Files.createFile(living.newFile());
            try (UploadStore next = new UploadStore(base, BOUNDS)) {
                assertThat(dead).doesNotExist();
                assertThat(upload).exists();
                assertThat(entries()).hasSize(3);
                assertThat(next.hasDisk()).isTrue();
            }
        }
        assertThat(entries()).containsExactly(base.resolve("somebody-elses"));
    }

    @Test
    void shouldBoundNumberAndBytesAndGetThemBack() {
        try (UploadStore store = new UploadStore(base, BOUNDS)) {
            UploadStore.Reservation first = store.reserve();
            UploadStore.Reservation second = store.reserve();
            assertBusy(store::reserve);
            first.grow(900);
            assertBusy(() -> second.grow(101));
            assertThat(first.growMemory(100)).isTrue();
            assertThat(second.growMemory(1)).isFalse();

            first.close();
            first.close();

            second.grow(1000);
            assertThat(second.growMemory(100)).isTrue();
            store.reserve().close();
        }
    }

    @Test
    void shouldNotLetAShareGrowThatWasGivenBack() {
        try (UploadStore store = new UploadStore(base, BOUNDS)) {
            UploadStore.Reservation gone = store.reserve();
            gone.close();

            assertThatThrownBy(() -> gone.grow(1)).hasMessage("The request is over.");
            assertThatThrownBy(() -> gone.growMemory(1)).hasMessage("The request is over.");
            UploadStore.Reservation all = store.reserve();
            all.grow(1000);
            all.close();
        }
    }

    @Test
    void shouldPromiseTheSameDiskOnlyOnce() {
        long free = base.toFile().getUsableSpace();
        try (UploadStore store = new UploadStore(base, new UploadStore.Bounds(4, Long.MAX_VALUE, 0, 0))) {
            UploadStore.Reservation first = store.reserve();
            first.promiseDisk(free * 2 / 3);

            assertThatThrownBy(() -> store.reserve().promiseDisk(free * 2 / 3))
                    .isInstanceOfSatisfying(
                            EngineException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.DISK_FULL))
                    .hasMessageStartingWith("The disk has no room for this recording: " + free * 2 / 3 + " bytes");

            first.close();
            store.reserve().promiseDisk(free * 2 / 3);
        }
    }
}
