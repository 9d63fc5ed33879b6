/** OpenAI's Realtime protocol, transcription sessions, in its present form and its beta's. */
package dev.earshot.live.realtime;
