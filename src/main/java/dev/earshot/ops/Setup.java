package dev.earshot.ops;

import dev.earshot.device.MachineFacts;
import dev.earshot.device.NativeChoice;
import dev.earshot.device.ProfileChoice;
import java.util.function.Supplier;

/**
 * What was decided at the start.
 *
 * @param machine facts about this machine
 * @param profile for it
 * @param natives which builds of the native library it can run
 * @param modelReason why this model; asked once it is loaded
 * @param wantedThreads that the configuration names; 0 for none
 * @param threads that a lane computes with
 * @param lanes windows decoded at the same time
 */
public record Setup(
        MachineFacts machine,
        ProfileChoice profile,
        NativeChoice natives,
        Supplier<String> modelReason,
        int wantedThreads,
        int threads,
        int lanes) {}
