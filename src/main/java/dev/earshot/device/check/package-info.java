/** Judges facts about this machine: what is wrong with it for Earshot, and what to do. */
package dev.earshot.device.check;
