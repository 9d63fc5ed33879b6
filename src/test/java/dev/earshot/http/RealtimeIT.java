package dev.earshot.http;

import io.quarkus.test.junit.QuarkusIntegrationTest;

/** The same against the packaged program. */
@QuarkusIntegrationTest
class RealtimeIT extends RealtimeTest {}
