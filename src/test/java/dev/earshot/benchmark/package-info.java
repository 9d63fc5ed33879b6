/** Measures the packaged program from outside, jar and native executable side by side in one run. */
package dev.earshot.benchmark;
