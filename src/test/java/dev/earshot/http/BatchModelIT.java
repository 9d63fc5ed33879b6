package dev.earshot.http;

import io.quarkus.test.junit.QuarkusIntegrationTest;
import io.quarkus.test.junit.TestProfile;

/** The same against the packaged program. */
@QuarkusIntegrationTest
@TestProfile(BatchModelProfile.class)
class BatchModelIT extends BatchModelTest {}
