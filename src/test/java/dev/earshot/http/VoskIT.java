package dev.earshot.http;

import io.quarkus.test.junit.QuarkusIntegrationTest;
import io.quarkus.test.junit.TestProfile;

/** The same against the packaged program. */
@QuarkusIntegrationTest
@TestProfile(VoskProfile.class)
class VoskIT extends VoskTest {}
