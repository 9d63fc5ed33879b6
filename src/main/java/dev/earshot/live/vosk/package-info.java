/** The WebSocket protocol of vosk-server, on a port of its own, for that server's clients. */
package dev.earshot.live.vosk;
