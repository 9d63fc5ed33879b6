package dev.earshot.model.store;

import dev.earshot.model.ModelException;
import dev.earshot.model.ModelException.Problem;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipInputStream;

/**
 * Reads a bundle front to back: manifest, signature, then exactly the files that the manifest lists, in its order. An archive's
 * own directory is not looked at, an entry's name never becomes a path, and no more is unpacked than the manifest announced. All
 * models are staged and checked before the first becomes a version.
 */
final class BundleReader {
    private final StoreSettings settings;
    private final StoreFolder folder;
    private final Progress progress;

    BundleReader(StoreSettings settings, StoreFolder folder, Progress progress) {
        this.settings = settings;
        this.folder = folder;
        this.progress = progress;
    }

    /** Whether a file is an archive, and so no model. */
    static boolean isArchive(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] start = in.readNBytes(4);
            return start.length == 4 && start[0] == 'P' && start[1] == 'K' && start[2] == 3 && start[3] == 4;
        }
    }

    List<Installation> read(Path file, boolean allowUnsigned) throws IOException, ModelException {
        if (!Files.isRegularFile(file)) {
            throw new ModelException(Problem.NOT_FOUND, "There is no file " + file + ".");
        }
        try (InputStream in = new BufferedInputStream(Files.newInputStream(file));
                ZipInputStream zip = new ZipInputStream(in)) {
            Opened opened = open(zip, file);
            Optional<String> maker = BundleSignature.require(
                    opened.manifestBytes, opened.signature, settings.trustedKeys(), allowUnsigned);
            requireRoom(opened.manifest);
            return install(zip, opened, file, maker);
        }
    }

    private record Opened(
            BundleManifest manifest, byte[] manifestBytes, Optional<byte[]> signature, Optional<String> nextEntry) {}

    private static Opened open(ZipInputStream zip, Path file) throws ModelException {
        try {
            if (!BundleManifest.ENTRY.equals(nextName(zip).orElse(""))) {
                throw new IOException("it does not begin with " + BundleManifest.ENTRY);
            }
            byte[] bytes = bounded(zip);
            BundleManifest manifest = BundleManifest.parse(bytes);
            Optional<String> next = nextName(zip);
            if (next.isPresent() && next.get().equals(BundleManifest.SIGNATURE_ENTRY)) {
                Optional<byte[]> signature = Optional.of(bounded(zip));
                return new Opened(manifest, bytes, signature, nextName(zip));
            }
            return new Opened(manifest, bytes, Optional.empty(), next);
        } catch (IOException | IllegalArgumentException e) {
            throw broken(file, e);
        }
    }

    private static byte[] bounded(ZipInputStream zip) throws IOException {
        byte[] bytes = zip.readNBytes(StoreJson.MOST_BYTES + 1);
        if (bytes.length > StoreJson.MOST_BYTES) {
            throw new IOException("its manifest or signature is too long");
        }
        return bytes;
    }

    private static Optional<String> nextName(ZipInputStream zip) throws IOException {
        return Optional.ofNullable(zip.getNextEntry()).map(ZipEntry::getName);
    }

    private void requireRoom(BundleManifest manifest) throws IOException, ModelException {
        long sum = 0;
        for (BundleManifest.Part part : manifest.parts()) {
            if (part.length() > settings.maxBytes()) {
                throw new ModelException(
                        Problem.REFUSED,
                        part.name() + " in the bundle has " + part.length() + " bytes, more than the "
                                + settings.maxBytes() + " that are allowed (earshot.models.max-size).");
            }
            sum += part.length();
        }
        Files.createDirectories(settings.directory());
        StoreFailure.requireRoom(settings.directory(), sum, settings.keepFree());
    }

    private List<Installation> install(ZipInputStream zip, Opened opened, Path file, Optional<String> maker)
            throws IOException, ModelException {
        List<AutoCloseable> held = new ArrayList<>();
        try {
            List<Staged> staged = new ArrayList<>();
            Optional<String> entry = opened.nextEntry;
            for (BundleManifest.Part part : opened.manifest.parts()) {
                if (!entry.orElse("").equals(part.entry())) {
                    throw broken(file, new IOException(part.entry() + " does not come where the manifest has it"));
                }
                staged.add(stage(zip, part, file, held));
                entry = nextName(zip, file);
            }
            if (entry.isPresent()) {
                throw broken(file, new IOException("it holds more than its manifest lists"));
            }
            return publish(staged, file, maker);
        } finally {
            for (int i = held.size() - 1; i >= 0; i--) {
                close(held.get(i));
            }
        }
    }

    private record Staged(BundleManifest.Part part, Staging staging, Digests.Sums sums) {}

    private Staged stage(ZipInputStream zip, BundleManifest.Part part, Path file, List<AutoCloseable> held)
            throws IOException, ModelException {
        folder.create(part.name());
        held.add(StoreLock.take(folder.lock(part.name()), part.name()));
        Staging.clean(folder, part.name());
        new Switching(folder).requireFree(part.name());
        Staging staging = Staging.in(folder, part.name());
        held.add(staging);
        progress.begins("unpacking " + part.name());
        Digests.Sums sums;
        try {
            sums = Copying.copy(zip, staging.file(), part.length(), progress);
        } catch (ZipException | EOFException e) {
            throw broken(file, e);
        }
        if (sums.length() != part.length() || !sums.sha256().equals(part.sha256())) {
            throw broken(file, new IOException(part.name() + " in it is not the file that its manifest describes"));
        }
        part.kind().check(staging.file());
        return new Staged(part, staging, sums);
    }

    private List<Installation> publish(List<Staged> staged, Path file, Optional<String> maker)
            throws IOException, ModelException {
        Installer installer = new Installer(settings, folder, Catalogue.embedded());
        List<Installation> installations = new ArrayList<>();
        for (Staged one : staged) {
            String verified = "the bundle's SHA-256, "
                    + maker.map(who -> "signed by " + who).orElse("not signed by anybody trusted");
            String source = file.toAbsolutePath() + ", from " + one.part.source();
            installations.add(installer.install(one.staging, one.part.kind(), one.sums, source, verified));
        }
        return installations;
    }

    private static Optional<String> nextName(ZipInputStream zip, Path file) throws ModelException {
        try {
            return nextName(zip);
        } catch (IOException | IllegalArgumentException e) {
            throw broken(file, e);
        }
    }

    private static void close(AutoCloseable held) throws IOException {
        try {
            held.close();
        } catch (IOException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private static ModelException broken(Path file, Exception e) {
        String reason = e instanceof IOException io ? StoreFailure.describe(io) : String.valueOf(e.getMessage());
        return new ModelException(
                Problem.DAMAGED, file + " is not a bundle of models, or damaged: " + reason + ". Copy it again.", e);
    }
}
