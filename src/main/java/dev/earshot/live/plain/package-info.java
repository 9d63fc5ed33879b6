/** Earshot's own live protocol, for small devices: frames of samples in, a few JSON messages out. */
package dev.earshot.live.plain;
