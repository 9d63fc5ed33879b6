package dev.earshot.model.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.earshot.model.ModelException;
import dev.earshot.model.ModelException.Problem;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Models in one file: made here, taken there, and refused wherever it is not exactly what somebody trusted made. */
class BundleTest {
    private static final Progress QUIET = Progress.NONE;

    @TempDir
    Path scratch;

    private Path key;
    private Path bundle;
    private Shelf maker;
    private Shelf taker;

    @BeforeEach
    void makeBundle() throws Exception {
        key = scratch.resolve("key");
        BundleKeys.generate(key);
        bundle = scratch.resolve("models.earshot");
        maker = new Shelf(scratch.resolve("made"));
        taker = new Shelf(scratch.resolve("taken")).trusting(publicKey());
        for (int seed = 1; seed <= 2; seed++) {
            Shelf.model(scratch, seed);
            maker.store().importFile(scratch.resolve("model-" + seed + ".bin"), Optional.of("m" + seed), QUIET);
        }
    }

    private Path publicKey() {
        return Path.of(key + ".pub");
    }

    private Path bundle(Optional<Path> signingKey) throws ModelException {
        maker.store().bundle(List.of("m1", "m2"), bundle, signingKey, QUIET);
        return bundle;
    }

    @Test
    void shouldCarryModelsToAMachineThatTrustsTheirMaker() throws Exception {
        List<Installation> installed = taker.store().importBundle(bundle(Optional.of(key)), false, QUIET);

        assertThat(installed).allMatch(Installation::active).hasSize(2);
        assertThat(taker.directory.resolve("ggml-m1.bin")).hasBinaryContent(Shelf.model(scratch, 1));
        assertThat(taker.directory.resolve("ggml-m2.bin")).hasBinaryContent(Shelf.model(scratch, 2));
        assertThat(installed.get(0).version().verified())
                .startsWith("the bundle's SHA-256, signed by key ")
                .contains(publicKey().toString());
        assertThat(installed.get(0).version().source()).contains("models.earshot, from ", "model-1.bin");
    }

    @Test
    void shouldTakeTheSameBundleTwiceWithoutAddingAnything() throws Exception {
        bundle(Optional.of(key));
        taker.store().importBundle(bundle, false, QUIET);

        assertThat(taker.store().importBundle(bundle, false, QUIET)).noneMatch(Installation::added);
    }

    @Test
    void shouldRefuseAnUnsignedBundleUnlessItIsAllowed() throws Exception {
        bundle(Optional.empty());

        assertRefused(Problem.UNTRUSTED, "it is not signed. To take it all the same, say --allow-unsigned.");
        assertThat(taker.store()
                        .importBundle(bundle, true, QUIET)
                        .get(0)
                        .version()
                        .verified())
                .isEqualTo("the bundle's SHA-256, not signed by anybody trusted");
    }

    @Test
    void shouldRefuseABundleOfSomebodyElseUnlessItIsAllowed() throws Exception {
        Path foreign = scratch.resolve("foreign");
        BundleKeys.generate(foreign);
        bundle(Optional.of(foreign));

        assertRefused(Problem.UNTRUSTED, "its signature fits none of the keys that this machine trusts");
        taker.trusting();
        assertRefused(Problem.UNTRUSTED, "this machine trusts no key (earshot.models.trusted-keys)");
        assertThat(taker.store().importBundle(bundle, true, QUIET)).hasSize(2);
    }

    @Test
    void shouldRefuseAManifestThatWasChanged() throws Exception {
        bundle(Optional.of(key));
        byte[] bytes = Files.readAllBytes(bundle);
        String text = new String(bytes, StandardCharsets.ISO_8859_1);
        int at = text.indexOf("model-1.bin");
        bytes[at + 6] = '9';
        Files.write(bundle, bytes);

        // The archive has a checksum of its own for each part.
        assertRefused(Problem.DAMAGED, "is not a bundle of models, or damaged");
    }

    @Test
    void shouldRefuseABrokenSignature() throws Exception {
        byte[] manifest = manifest(
                Shelf.model(scratch, 1).length,
                Shelf.sums(Shelf.model(scratch, 1)).sha256());
        write(manifest, "{\"algorithm\":\"Ed25519\",\"signature\":\"AAAA\"}".getBytes(StandardCharsets.UTF_8));
        assertRefused(Problem.UNTRUSTED, "its signature fits none of the keys");
        write(manifest, "no json".getBytes(StandardCharsets.UTF_8));
        assertRefused(Problem.UNTRUSTED, "its signature fits none of the keys");
    }

    @Test
    void shouldRefuseAModelThatIsNotTheManifestsOne() throws Exception {
        byte[] manifest = manifest(
                Shelf.model(scratch, 1).length,
                Shelf.sums(Shelf.model(scratch, 2)).sha256());
        write(manifest, signature(manifest), "models/ggml-m1.bin", Shelf.model(scratch, 1));

        assertRefused(Problem.DAMAGED, "m1 in it is not the file that its manifest describes");
    }

    @Test
    void shouldInstallNothingWhenTheLastModelIsBroken() throws Exception {
        bundle(Optional.of(key));
        byte[] bytes = Files.readAllBytes(bundle);
        bytes[bytes.length - 2_000_000] ^= 1;
        Files.write(bundle, bytes);

        assertRefused(Problem.DAMAGED, "is not a bundle of models, or damaged");
    }

    @Test
    void shouldRefuseABundleThatIsCutAnywhere() throws Exception {
        byte[] bytes = Files.readAllBytes(bundle(Optional.of(key)));
        for (int length : new int[] {0, 3, 30, 200, 900, 5_000, bytes.length / 2, bytes.length * 3 / 4}) {
            Files.write(bundle, java.util.Arrays.copyOf(bytes, length));
            ModelException e = refused(false);
            assertThat(e.problem()).as("cut to %s: %s", length, e).isIn(Problem.DAMAGED, Problem.UNTRUSTED);
        }
        assertThat(taker.store().list()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"../../evil.bin", "/etc/evil.bin", "models/../../evil.bin", "models/ggml-other.bin", "x"})
    void shouldMakeNoPathOfAnEntrysName(String entry) throws Exception {
        byte[] model = Shelf.model(scratch, 1);
        byte[] manifest = manifest(model.length, Shelf.sums(model).sha256());
        write(manifest, signature(manifest), entry, model);

        assertRefused(Problem.DAMAGED, "models/ggml-m1.bin does not come where the manifest has it");
    }

    @ParameterizedTest
    @ValueSource(strings = {"../evil", "a/b", "", ".x"})
    void shouldRefuseNamesThatCouldBePaths(String name) throws Exception {
        byte[] manifest = new String(manifest(5, "0".repeat(64)), StandardCharsets.UTF_8)
                .replace("\"m1\"", "\"" + name + "\"")
                .getBytes(StandardCharsets.UTF_8);
        write(manifest, signature(manifest));

        assertRefused(Problem.DAMAGED, "cannot be a model's name");
    }

    @Test
    void shouldRefuseMoreThanTheManifestLists() throws Exception {
        byte[] model = Shelf.model(scratch, 1);
        byte[] manifest = manifest(model.length, Shelf.sums(model).sha256());
        write(manifest, signature(manifest), "models/ggml-m1.bin", model, "more", new byte[3]);

        assertRefused(Problem.DAMAGED, "it holds more than its manifest lists");
    }

    @Test
    void shouldNotUnpackMoreThanTheManifestAnnounces() throws Exception {
        byte[] manifest = manifest(1000, "0".repeat(64));
        write(manifest, signature(manifest), "models/ggml-m1.bin", new byte[15_000_000]);

        assertRefused(Problem.DAMAGED, "m1 in it is not the file that its manifest describes");
    }

    @Test
    void shouldNotUnpackAHugeManifest() throws Exception {
        write(new byte[50_000_000], new byte[0]);

        assertRefused(Problem.DAMAGED, "its manifest or signature is too long");
    }

    @Test
    void shouldRefuseAnAnnouncedModelThatIsTooLarge() throws Exception {
        byte[] manifest = manifest(Long.MAX_VALUE, "0".repeat(64));
        write(manifest, signature(manifest));

        assertRefused(Problem.REFUSED, "that are allowed (earshot.models.max-size)");
    }

    @Test
    void shouldMakeKeysThatOnlyTheirOwnerReads() throws Exception {
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(key)))
                .isEqualTo("rw-------");
        assertThat(publicKey()).content().startsWith("-----BEGIN PUBLIC KEY-----\n");
        ModelException e = catchThrowableOfType(ModelException.class, () -> BundleKeys.generate(key));
        assertThat(e).hasMessageContaining("exists already, and a key is not overwritten");
    }

    @Test
    void shouldSayWhichKeyCannotBeRead() throws Exception {
        bundle(Optional.of(key));
        taker.trusting(key);

        assertRefused(Problem.REFUSED, key + " is no public Ed25519 key in a PEM file");
    }

    @Test
    void shouldBundleNothingDamaged() throws Exception {
        Path file = maker.directory.resolve(".store/versions/m2/1/ggml-m2.bin");
        byte[] bytes = Files.readAllBytes(file);
        bytes[bytes.length - 5] ^= 1;
        Files.write(file, bytes);

        ModelException e = catchThrowableOfType(ModelException.class, () -> bundle(Optional.of(key)));
        assertThat(e).hasMessageContaining("m2 version 1 is damaged, so no bundle was made");
        assertThat(bundle).doesNotExist();
        assertThat(Path.of(bundle + ".unfinished")).doesNotExist();
    }

    private static byte[] manifest(long length, String sha256) {
        return new BundleManifest(List.of(new BundleManifest.Part(
                        new ModelName("m1"), ModelKind.TRANSCRIPTION, length, sha256, "a test", "nothing")))
                .toBytes();
    }

    private byte[] signature(byte[] manifest) throws ModelException {
        return BundleSignature.sign(manifest, BundleKeys.privateKey(key));
    }

    /** Manifest and signature, then pairs of names and contents; compressed. */
    private void write(byte[] manifest, byte[] signature, Object... more) throws IOException {
        try (OutputStream out = Files.newOutputStream(bundle);
                ZipOutputStream zip = new ZipOutputStream(out)) {
            entry(zip, "manifest.json", manifest);
            entry(zip, "manifest.sig.json", signature);
            for (int i = 0; i < more.length; i += 2) {
                entry(zip, (String) more[i], (byte[]) more[i + 1]);
            }
        }
    }

    private static void entry(ZipOutputStream zip, String name, byte[] content) throws IOException {
        zip.putNextEntry(new ZipEntry(name));
        zip.write(content);
        zip.closeEntry();
    }

    private ModelException refused(boolean allowUnsigned) {
        return catchThrowableOfType(
                ModelException.class, () -> taker.store().importBundle(bundle, allowUnsigned, QUIET));
    }

    private void assertRefused(Problem problem, String words) throws Exception {
        Shelf.Seen before = taker.seen();
        ModelException e = refused(false);

        assertThat(e).isNotNull().hasMessageContaining(words);
        assertThat(e.problem()).isEqualTo(problem);
        assertThat(taker.seen()).isEqualTo(before);
    }
}
