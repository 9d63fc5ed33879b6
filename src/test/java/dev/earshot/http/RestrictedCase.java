package dev.earshot.http;

import java.util.Optional;

/** Tests against a service with a key and small limits; each names {@link RestrictedProfile} itself, it is not inherited. */
abstract class RestrictedCase extends ServiceCase {
    @Override
    Api api() {
        return new Api(base, Optional.of(RestrictedProfile.KEY));
    }
}
