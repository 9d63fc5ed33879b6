/** The only package that touches whisper.cpp: chooses, unpacks and loads the native library and runs it. */
package dev.earshot.whisper;
