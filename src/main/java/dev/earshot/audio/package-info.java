/** Turns the bytes of a recording into 16 kHz mono samples, or says why it cannot. */
package dev.earshot.audio;
