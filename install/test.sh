#!/bin/sh
# Passes all tests: the full suite in the JVM, the packaged jar, a smoke run on every other JDK of this machine, and, where a
# GraalVM or Mandrel is at hand, the native executable.
#
#   sh install/test.sh [MAVEN OPTIONS]     for example -Pslow for the long forms
#
# What the tests need and this machine lacks is installed when run as root on a Debian system, and otherwise listed at once.
#
# Environment:
#   JAVA_HOME       the JDK of the full suite (default: the javac on the PATH)
#   GRAALVM_HOME    builds and tests the native executable, too
set -eu

say() { printf '\n== %s\n' "$*"; }

# program:package
needed="javac:openjdk-17-jdk-headless ffmpeg:ffmpeg sox:sox node:nodejs npm:npm shellcheck:shellcheck"

require_tools() {
    missing=
    for pair in $needed; do
        command -v "${pair%%:*}" >/dev/null 2>&1 || missing="$missing ${pair#*:}"
    done
    ls /usr/lib/*-linux-gnu/libgomp.so.1 >/dev/null 2>&1 || missing="$missing libgomp1"
    [ -n "$missing" ] || return 0
    if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
        say "installing$missing"
        apt-get update -qq
        # shellcheck disable=SC2086 # a list of packages
        DEBIAN_FRONTEND=noninteractive apt-get install -y -qq $missing >/dev/null
    else
        printf 'The tests need:%s\n  sudo apt install%s\n' "$missing" "$missing" >&2
        exit 1
    fi
}

java_home() {
    if [ -n "${JAVA_HOME:-}" ]; then
        printf '%s\n' "$JAVA_HOME"
    else
        dirname "$(dirname "$(readlink -f "$(command -v javac)")")"
    fi
}

# The packaged jar on the machine's other JDKs, from 17 on.
smoke_other_jdks() {
    main=$1
    shift
    for home in /usr/lib/jvm/*; do
        if [ -L "$home" ] || [ ! -x "$home/bin/javac" ] || [ "$(readlink -f "$home")" = "$(readlink -f "$main")" ]; then
            continue
        fi
        version=$("$home/bin/java" -XshowSettings:properties -version 2>&1 |
            sed -n 's/^ *java.specification.version = //p')
        [ "${version%%.*}" -ge 17 ] 2>/dev/null || continue
        say "the jar on JDK $version ($home)"
        JAVA_HOME=$home sh ./mvnw -B -ntp verify -Dsmoke "$@"
    done
}

main() {
    cd "$(dirname "$0")/.."
    require_tools
    shellcheck install/*.sh .ci/run
    main=$(java_home)
    say "the full suite and the packaged jar on $main"
    JAVA_HOME=$main sh ./mvnw -B -ntp verify "$@"
    smoke_other_jdks "$main" "$@"
    if [ -n "${GRAALVM_HOME:-}" ]; then
        say "the native executable"
        JAVA_HOME=$main sh ./mvnw -B -ntp verify -Dnative "$@"
    else
        say "no GRAALVM_HOME: the native executable was neither built nor tested"
    fi
}

main "$@"
