/** Holds the built native libraries to what they promise, by reading them: nothing is loaded here. */
package dev.earshot.natives;
