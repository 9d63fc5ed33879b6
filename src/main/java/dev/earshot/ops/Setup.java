package dev.earshot.ops;

import dev.earshot.device.MachineFacts;

/**
 * What was decided at the start.
 *
 * @param machine facts about this machine
 * @param threads that a lane computes with
 * @param lanes windows decoded at the same time
 */
public record Setup(MachineFacts machine, int threads, int lanes) {}
