#!/bin/sh
# Builds Earshot, starts it and lets it write down a recording that comes with it. Needs a JDK 17 or later, nothing else.
#
#   sh install/try.sh [RECORDING]     another recording than the shipped one; anything but WAV needs ffmpeg
#
# Environment:
#   EARSHOT_PORT   where it listens (default 8080)
#   JAVA_HOME      the JDK to use (default: the java on the PATH)
set -eu

# One thread pool for the engine: OpenMP's default makes waiting threads burn the cores that others need.
OMP_WAIT_POLICY=${OMP_WAIT_POLICY:-passive}
export OMP_WAIT_POLICY

say() { printf '%s\n' "$*" >&2; }

fail() {
    say "try: $*"
    exit 1
}

find_java() {
    java=java
    if [ -n "${JAVA_HOME:-}" ]; then
        java=$JAVA_HOME/bin/java
    fi
    command -v "$java" >/dev/null 2>&1 || fail "no Java found; install a JDK: sudo apt install openjdk-17-jdk-headless"
    version=$("$java" -XshowSettings:properties -version 2>&1 | sed -n 's/^ *java.specification.version = //p')
    [ "${version%%.*}" -ge 17 ] 2>/dev/null || fail "Java $version is too old; install openjdk-17-jdk-headless"
    "$java" --list-modules | grep -q '^jdk.compiler' ||
        fail "this Java cannot compile; install a JDK: sudo apt install openjdk-17-jdk-headless"
    native_access=
    if [ "${version%%.*}" -ge 22 ]; then
        native_access=--enable-native-access=ALL-UNNAMED
    fi
}

# The native library inside whisper-jni needs OpenMP's runtime, which Raspberry Pi OS has and a bare Debian may not.
require_openmp() {
    for folder in /lib /usr/lib /lib64 /usr/lib64 /lib/*-linux-gnu /usr/lib/*-linux-gnu; do
        if [ -e "$folder/libgomp.so.1" ]; then
            return
        fi
    done
    if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
        say "installing libgomp1, which the speech library needs"
        apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq libgomp1 >/dev/null
    else
        fail "the speech library needs libgomp1: sudo apt install libgomp1"
    fi
}

build() {
    say "building (the first time this fetches Earshot's Java libraries; a few minutes)"
    sh ./mvnw -q -B -ntp package -Dmaven.test.skip=true
}

start() {
    log=target/earshot.log
    # shellcheck disable=SC2086 # an empty option must vanish
    nohup "$java" -XX:+UseSerialGC -Xmx256m $native_access -Dquarkus.http.port="$port" \
        -jar target/quarkus-app/quarkus-run.jar >"$log" 2>&1 &
    pid=$!
    say "starting (log in $log)"
}

main() {
    cd "$(dirname "$0")/.."
    recording=${1:-src/demo-model/clips/en1.wav}
    port=${EARSHOT_PORT:-8080}
    find_java
    require_openmp
    build
    start
    if ! "$java" install/Ask.java "http://127.0.0.1:$port" "$recording" "$pid"; then
        say "the service's log:"
        tail -n 20 "$log" >&2
        kill "$pid" 2>/dev/null || true
        exit 1
    fi
    cat <<EOF

Earshot is running at http://127.0.0.1:$port with the demo model, which knows a few hundred words. Ask it again:

  curl -F file=@$recording http://127.0.0.1:$port/v1/audio/transcriptions

Stop it with: kill $pid
EOF
}

main "$@"
