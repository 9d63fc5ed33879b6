#!/bin/sh
# Runs the tests that load the native library on one built with AddressSanitizer: reading or writing beyond a block, or after
# it was freed, ends the test's JVM with a report.
#
#   native-libs/asan.sh [TEST[,TEST...]]     default: NativeStressTest,OwnTranscriberTest
#
# Status: 0 all passed without a report, else not; the reports lie in target/native-asan/reports.
#
# A JVM is not built with it, so:
#   LD_PRELOAD   brings the sanitizer's own library first, and libstdc++ with it: otherwise the sanitizer does not find what
#                throws C++ exceptions, and the first of them ends the process
#   handle_segv=0   the JVM lives on segmentation faults of its own making (null checks, stopping its threads)
#   detect_leaks=0  at its end a JVM leaves its memory to the kernel
# Only the tests' JVM gets them: Maven's profile "asan" sets them, so that Maven itself and its children do without.
set -eu

main() {
    cd "$(dirname "$0")/.."
    out=$PWD/target/native-asan
    variant=linux-$(uname -m)
    sh native-libs/build.sh "$variant" --sanitize --out "$out"
    # The tests look for the variant's plain name.
    ln -sfn "$variant-asan" "$out/$variant"
    rm -rf "$out/reports"
    mkdir -p "$out/reports"
    preload="$(gcc -print-file-name=libasan.so) $(g++ -print-file-name=libstdc++.so.6)"
    status=0
    sh ./mvnw -B -ntp -q test -Pasan "-Dtest=${1:-NativeStressTest,OwnTranscriberTest}" "-Dtests.native.dir=$out" \
        "-Dasan.preload=$preload" "-Dasan.reports=$out/reports/report" || status=$?
    for report in "$out"/reports/*; do
        [ -f "$report" ] || continue
        status=1
        printf '== %s\n' "$report"
        grep -m 1 '^SUMMARY' "$report" || head -n 5 "$report"
    done
    [ "$status" = 0 ] || exit 1
    echo "== AddressSanitizer found nothing"
}

main "$@"
