package dev.earshot.http;

import io.quarkus.test.junit.QuarkusIntegrationTest;
import io.quarkus.test.junit.TestProfile;

/** The same against the packaged program. */
@QuarkusIntegrationTest
@TestProfile(RestrictedProfile.class)
class MonitoringIT extends MonitoringTest {}
