#!/bin/sh
# Passes all tests: builds the native libraries, then the full suite in the JVM and the packaged jar on them, a smoke run on the
# bundled libraries, one on every other JDK of this machine, and, where a GraalVM or Mandrel is at hand, the native executable.
#
#   sh install/test.sh [MAVEN OPTIONS]     for example -Pslow for the long forms
#
# What the tests need and this machine lacks is installed when run as root on a Debian system, and otherwise listed at once.
# Debian's package of Prometheus starts a server of its own where systemd runs: systemctl disable --now prometheus
#
# Environment:
#   JAVA_HOME       the JDK of the full suite (default: the javac on the PATH)
#   GRAALVM_HOME    builds and tests the native executable, too
#   TESTS_VAD_MODEL Silero's speech model (ggml-silero-v6.2.0.bin), which is tested with, too
set -eu

say() { printf '\n== %s\n' "$*"; }

# program:package
needed="javac:openjdk-17-jdk-headless ffmpeg:ffmpeg sox:sox node:nodejs npm:npm shellcheck:shellcheck cmake:cmake make:make \
g++:g++ objdump:binutils openssl:openssl promtool:prometheus systemd-analyze:systemd \
pulseaudio:pulseaudio paplay:pulseaudio-utils"

require_tools() {
    missing=
    for pair in $needed; do
        command -v "${pair%%:*}" >/dev/null 2>&1 || missing="$missing ${pair#*:}"
    done
    ls /usr/lib/*-linux-gnu/libgomp.so.1 >/dev/null 2>&1 || missing="$missing libgomp1"
    /usr/bin/python3 -c 'import websockets' 2>/dev/null || missing="$missing python3-websockets"
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

# Our libraries for this machine and what to compare them with. With -Pslow also those for the boards; the suite runs them in
# emulation.
native_libraries() {
    say "the native libraries"
    sh native-libs/build.sh --tools
    case " $* " in
        *" -Pslow "*)
            sh native-libs/build.sh linux-aarch64
            sh native-libs/qemu.sh --get-only
            ;;
    esac
}

main() {
    cd "$(dirname "$0")/.."
    require_tools
    shellcheck install/*.sh install/docker/*.sh native-libs/*.sh .ci/run
    main=$(java_home)
    JAVA_HOME=$main native_libraries "$@"
    say "the full suite and the packaged jar on $main"
    JAVA_HOME=$main sh ./mvnw -B -ntp verify "$@"
    say "the jar on the bundled libraries"
    JAVA_HOME=$main sh ./mvnw -B -ntp verify -Dsmoke -Dtests.library=bundled \
        -Dquarkus.test.arg-line=-Dearshot.native.dir=bundled "$@"
    smoke_other_jdks "$main" "$@"
    if [ -n "${GRAALVM_HOME:-}" ]; then
        say "the native executable"
        JAVA_HOME=$main sh ./mvnw -B -ntp verify -Dnative "$@"
    else
        say "no GRAALVM_HOME: the native executable was neither built nor tested"
    fi
}

main "$@"
