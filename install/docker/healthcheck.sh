#!/usr/bin/env bash
# Asks the service in this container how it is; for images, which have bash and no curl.
#
#   healthcheck.sh [live|ready|started]     default: live, which a full queue does not change
#
# Needs no key: health checks answer yes or no without one. HTTP/1.0 without a Host header, as simple probes speak it, is let in.
#
# Environment:
#   QUARKUS_HTTP_PORT   where the service listens (default 8080)
#
# Exit status: 0 up, 1 down or nobody there.
set -euo pipefail

main() {
    local status
    exec 3<>"/dev/tcp/127.0.0.1/${QUARKUS_HTTP_PORT:-8080}" || exit 1
    printf 'GET /q/health/%s HTTP/1.0\r\n\r\n' "${1:-live}" >&3
    read -r -t 4 status <&3 || exit 1
    printf '%s\n' "${status%$'\r'}"
    [[ $status == HTTP/1.?\ 200* ]] || exit 1
}

main "$@" 2>/dev/null
