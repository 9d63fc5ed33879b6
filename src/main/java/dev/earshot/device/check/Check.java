package dev.earshot.device.check;

import java.util.Optional;

/**
 * One question about the machine, answered.
 *
 * @param name of what was looked at
 * @param found in a sentence
 * @param remedy what to do, where something is to be done
 */
public record Check(String name, Verdict verdict, String found, Optional<String> remedy) {
    /** From good to bad. */
    public enum Verdict {
        OK,
        WARNING,
        /** Earshot cannot run like this. */
        FAILED
    }

    static Check ok(String name, String found) {
        return new Check(name, Verdict.OK, found, Optional.empty());
    }

    static Check warning(String name, String found, String remedy) {
        return new Check(name, Verdict.WARNING, found, Optional.of(remedy));
    }

    static Check failed(String name, String found, String remedy) {
        return new Check(name, Verdict.FAILED, found, Optional.of(remedy));
    }
}
