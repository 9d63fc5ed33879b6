#!/bin/sh
# Shows that the arm64 natives run on the processors of the boards: an arm64 JVM under qemu, once as each processor,
# must write down the demo clips word for word, with the CPU variant that the processor calls for. An instruction that
# the processor lacks ends it as on the board. It says nothing about speed, nor about a board's kernel.
#
#   sh native-libs/qemu.sh [--all] [--service] [--host] [--get-only] [CPU ...]
#
#   CPU          cortex-a53 (Raspberry Pi 3, Zero 2 W), cortex-a72 (Raspberry Pi 4), cortex-a76 (Raspberry Pi 5; Jetson
#                Orin's processor takes the same variant); default: all three
#   --all        every clip that ships, some ten minutes a CPU, instead of two in half a minute
#   --service    the whole packaged program, too: with the board's /proc it starts, chooses and answers over HTTP, in
#                three to six minutes a CPU
#   --host       this machine's own JVM and natives instead of the emulator: checks the check, in seconds
#   --get-only   fetches what is needed and runs nothing
#
# Status: 0 every text right, 1 a difference or a crash, 2 something is missing or asked for wrongly (said by name).
#
# It needs the natives (native-libs/build.sh linux-aarch64), the packaged application (./mvnw package), a JDK, apt,
# dpkg-deb and qemu-aarch64-static; run as root it installs what is missing. The arm64 JVM comes from Debian 12, whose
# glibc is Raspberry Pi OS 12's, checked with Debian's key, by an apt configuration of its own: this machine's
# architectures, sources and installed packages stay as they are.
#
# Environment:
#   EARSHOT_NATIVES    folder with linux-aarch64/libwhisper-jni.so (default: target/native-libs)
#   EARSHOT_APP        the packaged application (default: target/quarkus-app)
#   EARSHOT_WRAPPER    whisper-jni's jar (default: the packaged application's)
#   XDG_CACHE_HOME     the arm64 files stay in earshot/ below it between runs (default: ~/.cache); about 210 MB
#   DEBIAN_MIRROR      default http://deb.debian.org/debian
set -eu

# What an arm64 JVM without a screen loads, and libgomp for natives built with OpenMP.
sysroot_packages="libc6 libgcc-s1 libstdc++6 zlib1g libgomp1 openjdk-17-jre-headless"
keyring=/usr/share/keyrings/debian-archive-keyring.gpg
suite=bookworm
# Two languages, one of them outside ASCII.
few_clips="en1 de1"
# Shorter than the model's own 1500 positions, for speed; long enough for the clip.
service_clip=en1 service_context=384
# How long the emulated program may take to be ready, in seconds; it takes three minutes on two busy cores.
service_patience=1200

say() { printf '== %s\n' "$*"; }

missing() {
    printf '%s\n' "$*" >&2
    exit 2
}

# program:package, then those that only the emulation needs
tools() {
    echo javac:openjdk-17-jdk-headless
    [ "$service" = no ] || echo curl:curl
    [ "$host" = yes ] || printf '%s\n' qemu-aarch64-static:qemu-user-static apt-get:apt dpkg-deb:dpkg
}

require_tools() {
    lacking=
    for pair in $(tools); do
        command -v "${pair%%:*}" >/dev/null 2>&1 || lacking="$lacking ${pair#*:}"
    done
    [ "$host" = yes ] || [ -r "$keyring" ] || lacking="$lacking debian-archive-keyring"
    [ -n "$lacking" ] || return 0
    if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
        say "installing$lacking"
        apt-get update -qq
        # shellcheck disable=SC2086 # a list of packages
        DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $lacking >/dev/null
    else
        missing "This needs:$lacking
  sudo apt install$lacking"
    fi
}

require_files() {
    wrapper=${EARSHOT_WRAPPER:-$(find "$app/lib" -name '*whisper-jni-*.jar' 2>/dev/null | head -n 1)}
    [ -f "$wrapper" ] || missing "No whisper-jni jar in $app/lib: run ./mvnw package -Dmaven.test.skip=true first."
    [ "$service" = no ] || [ -f "$app/quarkus-run.jar" ] ||
        missing "No $app/quarkus-run.jar: run ./mvnw package -Dmaven.test.skip=true first."
    [ -f "$natives/$1/libwhisper-jni.so" ] ||
        missing "No $natives/$1/libwhisper-jni.so: run native-libs/build.sh $1 first, or set EARSHOT_NATIVES."
}

# An apt that knows arm64 and Debian 12 alone, with every file of its own below $1.
write_apt_configuration() {
    mkdir -p "$1/lists/partial" "$1/archives/partial"
    : >"$1/status"
    printf 'deb [arch=arm64 signed-by=%s] %s %s main\ndeb [arch=arm64 signed-by=%s] %s-security %s-security main\n' \
        "$keyring" "$mirror" "$suite" "$keyring" "$mirror" "$suite" >"$1/sources.list"
    cat >"$1/apt.conf" <<EOF
#clear APT::Architectures;
APT::Architecture "arm64";
APT::Architectures { "arm64"; };
APT::Sandbox::User "";
Acquire::Languages "none";
Dir::Etc::sourcelist "$1/sources.list";
Dir::Etc::sourceparts "/dev/null";
Dir::State::lists "$1/lists";
Dir::State::status "$1/status";
Dir::Cache "$1";
Dir::Cache::archives "$1/archives";
EOF
}

# The folder appears only when it is whole.
get_sysroot() {
    [ ! -d "$sysroot" ] || return 0
    say "fetching an arm64 JVM from Debian $suite into $sysroot"
    part=$sysroot.part
    rm -rf "$part"
    mkdir -p "$part/apt" "$part/root"
    write_apt_configuration "$part/apt"
    apt-get -c "$part/apt/apt.conf" -qq update
    # shellcheck disable=SC2086 # a list of packages
    (cd "$part/apt/archives" && apt-get -c "$part/apt/apt.conf" -qq download $sysroot_packages)
    for deb in "$part"/apt/archives/*.deb; do
        say "  $(dpkg-deb -f "$deb" Package Version | tr '\n' ' ')"
        dpkg-deb -x "$deb" "$part/root"
    done
    # Links to absolute paths would lead into this machine's files.
    find "$part/root" -type l -lname '/*' | while IFS= read -r link; do
        target=$part/root$(readlink "$link")
        ln -sfn "$(realpath -m --relative-to="$(dirname "$link")" "$target")" "$link"
    done
    mv "$part/root" "$sysroot"
    rm -rf "$part"
}

# The recorded /proc of a board that has this processor.
recorded() {
    case $1 in
        cortex-a53) echo zero2w ;;
        cortex-a72) echo pi4 ;;
        cortex-a76) echo pi5 ;;
    esac
}

# By what the processor can do: dot products and half-precision arithmetic came with ARMv8.2.
variant_of() {
    case $1 in
        cortex-a53 | cortex-a72) echo armv8.0_1 ;;
        cortex-a76) echo armv8.2_2 ;;
    esac
}

# The files of the sysroot with the board's /proc in front of them.
make_board() {
    mkdir -p "$scratch/$1"
    cp -R "src/test/resources/device/$(recorded "$1")/proc" "$scratch/$1/"
    for folder in "$sysroot"/*; do
        ln -s "$folder" "$scratch/$1/"
    done
}

# Becomes a JVM as processor $1; called in a process of its own, so that ending that one ends the JVM.
emulated_java() {
    board=$scratch/$1
    cpu=$1
    shift
    # The client compiler alone: what the other one gains comes too late here.
    exec qemu-aarch64-static -cpu "$cpu" -L "$board" "$board"/usr/lib/jvm/java-17-openjdk-arm64/bin/java \
        -XX:+UseSerialGC -XX:TieredStopAtLevel=1 "-XX:ErrorFile=$scratch/crash-%p.log" -XX:-CreateCoredumpOnCrash "$@"
}

# Calls what it is given, with the clips behind it.
demo_clips() {
    # shellcheck disable=SC2086 # a list of clips
    ("$@" $clips) || {
        status=$?
        [ "$status" = 1 ] || say "the JVM ended with status $status: a crash"
        failed=yes
    }
}

on_host() {
    say "this machine"
    demo_clips java -cp "$wrapper:$scratch" DemoClips "$natives/linux-$(uname -m)" src/demo-model any
}

on_cpu() {
    say "$1 ($(tr -d '\0' <"src/test/resources/device/$(recorded "$1")/proc/device-tree/model"))"
    make_board "$1"
    demo_clips emulated_java "$1" -Xmx64m -cp "$wrapper:$scratch" DemoClips "$natives/linux-aarch64" src/demo-model \
        "$(variant_of "$1")"
    [ "$service" = no ] || service_on "$1"
}

# The packaged program from start to answer.
service_on() {
    log=$scratch/$1.log
    say "$1: the packaged program; it takes minutes to be ready"
    emulated_java "$1" -Xmx256m "-Duser.home=$scratch/home" "-Dearshot.native.dir=$natives" -Dearshot.engine.threads=1 \
        "-Dearshot.cache.dir=$scratch/cache" "-Dearshot.uploads.dir=$scratch/uploads" -Dquarkus.http.port=0 \
        -jar "$app/quarkus-run.jar" >"$log" 2>&1 &
    server=$!
    if await_ready "$server" "$log"; then
        clip=src/demo-model/clips/$service_clip.wav
        heard=$(curl -sS -F "file=@$clip" -F language=en -F "audio_ctx=$service_context" -F response_format=text \
            "$url/inference" | sed 's/^ *//; s/ *$//') || heard=
        said=$(sed -n "/\"${clip##*/}\"/,/\"text\"/s/.*\"text\": \"\(.*\)\".*/\1/p" src/demo-model/clips/clips.json)
        grep -o 'Earshot .* on .*\|Native library .*' "$log" || true
        if [ -n "$said" ] && [ "$heard" = "$said" ]; then
            say "ok: $service_clip over HTTP: \"$heard\""
        else
            say "WRONG: $service_clip over HTTP: \"$heard\", expected \"$said\""
            failed=yes
        fi
    else
        say "WRONG: the packaged program did not become ready:"
        tail -n 20 "$log"
        failed=yes
    fi
    stop "$server"
    server=
}

await_ready() {
    waited=0
    while [ "$waited" -lt "$service_patience" ]; do
        kill -0 "$1" 2>/dev/null || return 1
        url=$(sed -n 's/.*Listening on: \(http[^ ]*\).*/\1/p' "$2")
        if [ -n "$url" ] && curl -sf -m 20 "$url/q/health/ready" >/dev/null 2>&1; then
            return 0
        fi
        sleep 5
        waited=$((waited + 5))
    done
    return 1
}

stop() {
    kill "$1" 2>/dev/null || true
    wait "$1" 2>/dev/null || true
}

clean_up() {
    [ -z "$server" ] || kill -9 "$server" 2>/dev/null || true
    rm -rf "$scratch"
}

main() {
    cd "$(dirname "$0")/.."
    clips=$few_clips host=no service=no get_only=no cpus="" failed=no server=""
    while [ $# -gt 0 ]; do
        case $1 in
            --all) clips="" ;;
            --service) service=yes ;;
            --host) host=yes ;;
            --get-only) get_only=yes ;;
            cortex-a53 | cortex-a72 | cortex-a76) cpus="$cpus $1" ;;
            *) missing "Unknown: $1. There are --all, --service, --host, --get-only, cortex-a53, cortex-a72, cortex-a76." ;;
        esac
        shift
    done
    natives=$(realpath -m "${EARSHOT_NATIVES:-target/native-libs}")
    app=$(realpath -m "${EARSHOT_APP:-target/quarkus-app}")
    mirror=${DEBIAN_MIRROR:-http://deb.debian.org/debian}
    sysroot=${XDG_CACHE_HOME:-$HOME/.cache}/earshot/arm64-$suite
    require_tools
    [ "$host" = yes ] || get_sysroot
    [ "$get_only" = no ] || return 0
    scratch=$(mktemp -d)
    trap clean_up EXIT
    trap 'exit 1' HUP INT TERM
    if [ "$host" = no ]; then
        require_files linux-aarch64
    else
        require_files "linux-$(uname -m)"
    fi
    javac --release 17 -Xlint:all -Werror -cp "$wrapper" -d "$scratch" native-libs/DemoClips.java
    if [ "$host" = yes ]; then
        on_host
    else
        for cpu in ${cpus:-cortex-a53 cortex-a72 cortex-a76}; do
            on_cpu "$cpu"
        done
    fi
    [ "$failed" = no ] || { say "not every text came back right"; exit 1; }
    say "every text came back right"
}

main "$@"
