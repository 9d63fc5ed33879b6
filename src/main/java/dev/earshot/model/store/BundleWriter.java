package dev.earshot.model.store;

import dev.earshot.model.ModelException;
import dev.earshot.model.ModelException.Problem;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.PrivateKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Models in one file, for machines without a network: a zip archive with the manifest first and its signature second. */
final class BundleWriter {
    private final StoreFolder folder;
    private final VersionRecords records;
    private final Progress progress;

    BundleWriter(StoreFolder folder, VersionRecords records, Progress progress) {
        this.folder = folder;
        this.records = records;
        this.progress = progress;
    }

    void write(List<String> names, Path target, Optional<Path> signingKey) throws IOException, ModelException {
        if (Files.exists(target)) {
            throw new ModelException(Problem.REFUSED, target + " exists already. Choose another name, or remove it.");
        }
        Optional<PrivateKey> key =
                signingKey.isPresent() ? Optional.of(BundleKeys.privateKey(signingKey.get())) : Optional.empty();
        List<InstalledVersion> versions = versions(names);
        BundleManifest manifest = manifest(versions);
        Path unfinished = Path.of(target + ".unfinished");
        try {
            write(versions, manifest, key, unfinished);
            DurableFiles.force(unfinished);
            Files.move(unfinished, target, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new ModelException(
                    Problem.NOT_WRITTEN, "Cannot write " + target + ": " + StoreFailure.describe(e) + ".", e);
        } finally {
            Files.deleteIfExists(unfinished);
        }
    }

    private void write(List<InstalledVersion> versions, BundleManifest manifest, Optional<PrivateKey> key, Path file)
            throws IOException, ModelException {
        byte[] bytes = manifest.toBytes();
        try (OutputStream out = Files.newOutputStream(file);
                ZipOutputStream zip = new ZipOutputStream(out)) {
            zip.setLevel(Deflater.NO_COMPRESSION); // weights do not get smaller
            entry(zip, BundleManifest.ENTRY, bytes);
            if (key.isPresent()) {
                entry(zip, BundleManifest.SIGNATURE_ENTRY, BundleSignature.sign(bytes, key.get()));
            }
            for (int i = 0; i < versions.size(); i++) {
                add(zip, manifest.parts().get(i), versions.get(i));
            }
        }
    }

    private void add(ZipOutputStream zip, BundleManifest.Part part, InstalledVersion version)
            throws IOException, ModelException {
        progress.begins("bundling " + part.name() + " version " + version.version());
        zip.putNextEntry(new ZipEntry(part.entry()));
        Digests digests = new Digests();
        byte[] buffer = new byte[64 * 1024];
        try (InputStream in = Files.newInputStream(folder.modelFile(part.name(), version.version()))) {
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                digests.update(buffer, n);
                zip.write(buffer, 0, n);
                progress.bytes(digests.length(), part.length());
            }
        }
        zip.closeEntry();
        if (!digests.finish().sha256().equals(part.sha256())) {
            throw new ModelException(
                    Problem.DAMAGED,
                    part.name() + " version " + version.version()
                            + " is damaged, so no bundle was made. Install it again; earshot models verify tells more.");
        }
    }

    private static void entry(ZipOutputStream zip, String name, byte[] bytes) throws IOException {
        zip.putNextEntry(new ZipEntry(name));
        zip.write(bytes);
        zip.closeEntry();
    }

    private List<InstalledVersion> versions(List<String> names) throws IOException, ModelException {
        List<InstalledVersion> versions = new ArrayList<>();
        for (String written : names.stream().distinct().toList()) {
            ModelName name = ModelName.of(written);
            versions.add(records.require(name, folder.active(name)));
        }
        if (versions.isEmpty() || versions.size() > BundleManifest.MOST_MODELS) {
            throw new ModelException(
                    Problem.REFUSED, "A bundle holds 1 to " + BundleManifest.MOST_MODELS + " models. Name them.");
        }
        return versions;
    }

    private static BundleManifest manifest(List<InstalledVersion> versions) {
        return new BundleManifest(versions.stream()
                .map(v -> new BundleManifest.Part(
                        new ModelName(v.name()), v.kind(), v.length(), v.sha256(), v.source(), v.verified()))
                .toList());
    }
}
