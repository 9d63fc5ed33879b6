#!/bin/sh
# Builds the native libraries of a variant and installs them where Earshot looks.
#
#   native-libs/build.sh [VARIANT] [--out FOLDER] [--tools] [--openmp] [--sanitize]
#
#   VARIANT   linux-x86_64, linux-aarch64 (default: this machine's), linux-x86_64-cuda, linux-aarch64-cuda12, linux-aarch64-cuda13
#   --out     folder that gets VARIANT/ (default: native-libs beside the packaged application, target/native-libs)
#   --tools   also builds whisper-cli, whisper-server and whisper-quantize from the same source, with the same flags, into
#             VARIANT/tools, to compare with
#   --openmp  computes with OpenMP's threads instead of ggml's own (README.md says why that is not the default)
#   --sanitize  with AddressSanitizer, into VARIANT-asan
#
# What was built once is kept under ${XDG_CACHE_HOME:-~/.cache}/earshot/native-libs by source, flags and our own sources, and so
# is the folder it is built in: a change to our sources does not compile whisper.cpp again.
#
# Environment:
#   EARSHOT_WHISPER_SOURCE   a folder with whisper.cpp's source, instead of fetching it
#   JAVA_HOME                the JDK whose jni.h is used (default: the javac on the PATH)
#   JOBS                     compilers at a time (default: one a core)
#   CUDA_ARCHITECTURES       GPU generations to compile for, as CMake writes them (default: the variant's, "87-real;110-real" say)
#   CMAKE_ARGS               more options for CMake, -DCUDAToolkit_ROOT=... say
set -eu

here=$(cd "$(dirname "$0")" && pwd)
cache=${XDG_CACHE_HOME:-$HOME/.cache}/earshot/native-libs

say() { printf '%s\n' "$*" >&2; }

die() {
    say "build.sh: $*"
    exit 1
}

version() { sed -n "s/^$1=//p" "$here/version.properties"; }

usage() { sed -n '2,/^set -eu/s/^# \{0,1\}//p' "$0"; }

# --- what was asked for

variant=
out=
tools=OFF
openmp=OFF
sanitize=OFF
while [ $# -gt 0 ]; do
    case $1 in
        --out) [ $# -gt 1 ] || die "--out needs a folder"; out=$2; shift ;;
        --tools) tools=ON ;;
        --openmp) openmp=ON ;;
        --sanitize) sanitize=ON ;;
        -h | --help) usage; exit 0 ;;
        -*) die "unknown option $1; see --help" ;;
        *) [ -z "$variant" ] || die "one variant at a time"; variant=$1 ;;
    esac
    shift
done
[ -n "$variant" ] || variant=linux-$(uname -m)
[ -n "$out" ] || out=$here/../target/native-libs

cuda_arch=
case $variant in
    linux-x86_64*) arch=x86_64 cpus='sse42;haswell;skylakex;icelake' ;;
    linux-aarch64*) arch=aarch64 cpus='armv8.0_1;armv8.2_1;armv8.2_2' ;;
    *) die "unknown variant $variant; see --help" ;;
esac
case $variant in
    linux-x86_64 | linux-aarch64) ;;
    linux-x86_64-cuda) cuda_arch='75-real;80-real;86-real;89-real;90' ;;
    linux-aarch64-cuda12) cuda_arch='87-real' ;;
    linux-aarch64-cuda13) cuda_arch='87-real;110-real' ;;
    *) die "unknown variant $variant; see --help" ;;
esac
: "${CMAKE_ARGS:=}"
[ -z "$cuda_arch" ] || cuda_arch=${CUDA_ARCHITECTURES:-$cuda_arch}
cross=
[ "$arch" = "$(uname -m)" ] || cross=$arch-linux-gnu-

# --- what the machine must have; all of it named at once

java_home() {
    if [ -n "${JAVA_HOME:-}" ]; then
        printf '%s\n' "$JAVA_HOME"
    elif command -v javac >/dev/null 2>&1; then
        dirname "$(dirname "$(readlink -f "$(command -v javac)")")"
    fi
}

require_tools() {
    missing=
    need() { command -v "$1" >/dev/null 2>&1 || missing="$missing $2"; }
    need cmake cmake
    need make make
    need "${cross}g++" "g++${cross:+-$(printf %s "${cross%-}" | tr _ -)}"
    need "${cross}strip" "binutils${cross:+-$(printf %s "${cross%-}" | tr _ -)}"
    need sha256sum coreutils
    [ -n "$(java_home)" ] && [ -f "$(java_home)/include/jni.h" ] || missing="$missing openjdk-17-jdk-headless"
    if [ -z "${EARSHOT_WHISPER_SOURCE:-}" ] && [ ! -d "$cache/source-$(version commit)" ]; then
        command -v git >/dev/null 2>&1 || command -v npm >/dev/null 2>&1 || missing="$missing git"
    fi
    [ -z "$cuda_arch" ] || command -v nvcc >/dev/null 2>&1 || missing="$missing nvidia-cuda-toolkit"
    [ -n "$missing" ] || return 0
    if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1 && [ -z "$cuda_arch" ]; then
        say "installing$missing"
        apt-get update -qq
        # shellcheck disable=SC2086 # a list of packages
        DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $missing >/dev/null
    else
        die "these are missing; install them with
  sudo apt install$missing"
    fi
}

# --- whisper.cpp's source, by commit from git or by checksum from npm

fetch_git() {
    command -v git >/dev/null 2>&1 || return 1
    git init -q "$1" &&
        timeout 600 git -C "$1" fetch -q --depth 1 "$(version git)" "$(version commit)" 2>/dev/null &&
        git -C "$1" checkout -q FETCH_HEAD
}

fetch_npm() {
    command -v npm >/dev/null 2>&1 || return 1
    mkdir -p "$1.npm"
    (cd "$1.npm" && npm pack --silent "$(version npm)" >/dev/null) || return 1
    printf '%s  %s\n' "$(version npm_sha512)" "$(echo "$1.npm"/*.tgz)" | sha512sum -c --quiet || return 1
    tar -xzf "$1.npm"/*.tgz -C "$1.npm"
    mv "$1.npm/$(version npm_folder)" "$1"
    rm -rf "$1.npm"
}

# Prints the folder.
source_folder() {
    if [ -n "${EARSHOT_WHISPER_SOURCE:-}" ]; then
        folder=$EARSHOT_WHISPER_SOURCE
    else
        folder=$cache/source-$(version commit)
        if [ ! -d "$folder" ]; then
            fresh=$(mktemp -d "$cache/fetch-XXXXXX")
            say "fetching whisper.cpp $(version version)"
            if ! fetch_git "$fresh/git"; then
                say "not from $(version git), so from npm's $(version npm)"
                rm -rf "$fresh/git"
                fetch_npm "$fresh/git" || die "whisper.cpp could be fetched neither from $(version git) nor from npm"
            fi
            mv -T "$fresh/git" "$folder" 2>/dev/null || [ -d "$folder" ] || die "cannot write $folder"
            rm -rf "$fresh"
        fi
    fi
    (cd "$folder" && sha256sum -c --quiet "$here/source.sha256") >&2 ||
        die "$folder is not whisper.cpp $(version version); remove it and call again"
    printf '%s\n' "$folder"
}

# --- building

flags() {
    cat "$here/version.properties" "$here/CMakeLists.txt"
    printf '%s\n' "$variant" "$cpus" "$cuda_arch" "$openmp" "$sanitize" "$tools"
    [ -z "$CMAKE_ARGS" ] || printf '%s\n' "$CMAKE_ARGS"
    "${cross}g++" -dumpfullversion -dumpmachine
    [ -z "$cuda_arch" ] || nvcc --version
}

key() { sha256sum | cut -c1-16; }

configure() {
    set -- -S "$here" -B "$1" -DCMAKE_BUILD_TYPE=Release "-DEARSHOT_WHISPER_SOURCE=$2" \
        "-DEARSHOT_WHISPER_COMMIT=$(version commit)" "-DEARSHOT_CPU_VARIANTS=$cpus" "-DEARSHOT_TOOLS=$tools" \
        "-DGGML_OPENMP=$openmp"
    if [ -n "$cross" ]; then
        set -- "$@" -DCMAKE_SYSTEM_NAME=Linux "-DCMAKE_SYSTEM_PROCESSOR=$arch" \
            "-DCMAKE_C_COMPILER=${cross}gcc" "-DCMAKE_CXX_COMPILER=${cross}g++"
    fi
    if [ -n "$cuda_arch" ]; then
        # Real code for the boards named, no JIT; no virtual memory pool, which 8 GB Jetsons cannot use.
        set -- "$@" -DGGML_CUDA=ON "-DCMAKE_CUDA_ARCHITECTURES=$cuda_arch" -DGGML_CUDA_NO_VMM=ON -DGGML_CUDA_NCCL=OFF
    fi
    if [ "$sanitize" = ON ]; then
        set -- "$@" -DWHISPER_SANITIZE_ADDRESS=ON "-DCMAKE_CXX_FLAGS=-fsanitize=address -fno-omit-frame-pointer" \
            "-DCMAKE_C_FLAGS=-fsanitize=address -fno-omit-frame-pointer"
    fi
    # shellcheck disable=SC2086 # a list of options
    JAVA_HOME=$(java_home) cmake "$@" $CMAKE_ARGS
}

targets() {
    echo whisper-jni
    [ -z "$cuda_arch" ] || echo ggml-cuda
    [ "$tools" = OFF ] || printf '%s\n' whisper-cli whisper-server whisper-quantize
}

backends() {
    echo "$cpus" | tr ';' '\n' | sed 's/.*/libggml-cpu-&.so/'
    [ -z "$cuda_arch" ] || echo libggml-cuda.so
}

# Copies what runs, under the names it is looked for, into $2.
collect() {
    mkdir -p "$2"
    for file in libwhisper.so.1 libggml.so.0 libggml-base.so.0 $(backends); do
        cp -L "$1/bin/$file" "$2/"
    done
    cp "$1/libwhisper-jni.so" "$2/"
    [ "$sanitize" = ON ] || "${cross}strip" --strip-unneeded "$2"/*.so*
    if [ "$tools" = ON ]; then
        mkdir -p "$2/tools"
        cp "$1"/bin/whisper-cli "$1"/bin/whisper-server "$1"/bin/whisper-quantize "$2/tools/"
    fi
    {
        echo "variant=$variant"
        echo "version=$(version version)"
        echo "commit=$(version commit)"
        echo "cpu_variants=$cpus"
        [ -z "$cuda_arch" ] || echo "cuda_architectures=$cuda_arch"
        echo "openmp=$openmp"
        echo "compiler=$("${cross}g++" --version | head -1)"
        echo "glibc=$(highest "$2" GLIBC)"
        echo "libstdcxx=$(highest "$2" GLIBCXX)"
    } >"$2/build.properties"
}

# The highest version of a library's symbols that any file in $1 needs.
highest() {
    cat "$1"/*.so* | strings -a | grep -o "^${2}_[0-9.]*\$" | sort -uV | tail -1
}

build() {
    source=$(source_folder)
    # CMake's folders belong to the place of their sources
    work=$cache/work-$({ flags; echo "$here $source"; } | key)
    exec 9>"$work.lock"
    flock 9
    rm -rf "$built.part"
    log=$cache/build-$variant.log
    jobs=${JOBS:-$(getconf _NPROCESSORS_ONLN)}
    say "building $variant with $jobs job(s); the log is $log"
    # shellcheck disable=SC2046 # a list of names
    { configure "$work" "$source" && cmake --build "$work" -j "$jobs" --target $(targets); } >"$log" 2>&1 ||
        { tail -30 "$log" >&2; die "the build failed; the whole log is $log"; }
    collect "$work" "$built.part"
    mv -T "$built.part" "$built" 2>/dev/null || [ -d "$built" ] || die "cannot write $built"
}

mkdir -p "$cache"
require_tools
built=$cache/$variant-$({ flags; cat "$here"/src/*; } | key)
[ -d "$built" ] || build

name=$variant
[ "$sanitize" = OFF ] || name=$variant-asan
mkdir -p "$out"
fresh=$(mktemp -d "$out/.$name-XXXXXX")
chmod 755 "$fresh"
cp -R "$built/." "$fresh/"
rm -rf "${out:?}/$name"
mv -T "$fresh" "$out/$name"
say "$(cd "$out/$name" && pwd): whisper.cpp $(version version), $(sed -n 's/^glibc=//p' "$out/$name/build.properties"),\
 $(sed -n 's/^libstdcxx=//p' "$out/$name/build.properties")"
