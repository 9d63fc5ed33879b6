/** The domain: jobs, windows, the bounded queue and the lanes that run them, and what a transcript is. */
package dev.earshot.engine;
