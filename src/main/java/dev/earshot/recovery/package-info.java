/** Notes what native code is about to do, so that the start after a crash knows what the process died of, and starts safely when it dies again and again. */
package dev.earshot.recovery;
