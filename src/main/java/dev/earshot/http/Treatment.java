package dev.earshot.http;

import java.util.Locale;

/** What becomes of a parameter. */
enum Treatment {
    /** Does what its documentation says. */
    HONOURED,
    /** Has an effect that is near to it. */
    APPROXIMATED,
    /** Has no effect; the answer names it in {@code X-Earshot-Ignored}. */
    IGNORED,
    /** A request with it is refused. */
    REJECTED;

    String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
