package dev.earshot.http;

import io.quarkus.test.junit.QuarkusTestProfile;
import java.util.Map;
import java.util.Set;

/** A service whose native library tells all that a library can tell, on a device for three languages. */
public final class OwnLibraryProfile implements QuarkusTestProfile {
    @Override
    public Set<Class<?>> getEnabledAlternatives() {
        return Set.of(ScriptedLibrary.class);
    }

    @Override
    public Map<String, String> getConfigOverrides() {
        return Map.of("earshot.languages", "de,en,tr");
    }
}
