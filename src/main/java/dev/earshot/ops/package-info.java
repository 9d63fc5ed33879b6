/** Health checks, meters and the start-up report. */
package dev.earshot.ops;
