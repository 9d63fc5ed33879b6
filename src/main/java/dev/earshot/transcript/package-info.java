/** Renders a transcript as text, JSON or subtitles; pure functions. */
package dev.earshot.transcript;
