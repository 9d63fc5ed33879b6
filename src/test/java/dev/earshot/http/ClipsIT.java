package dev.earshot.http;

import io.quarkus.test.junit.QuarkusIntegrationTest;
import org.junit.jupiter.api.Tag;

/** The same against the packaged program. */
@Tag("smoke")
@QuarkusIntegrationTest
class ClipsIT extends ClipsTest {}
