package dev.earshot.whisper;

/**
 * How a model is computed.
 *
 * @param threads of a lane
 * @param gpu computes on the GPU where library and machine have one
 * @param gpuDevice which one, from 0
 * @param flashAttention encodes faster and decodes a little slower; our own library only
 * @param fit how much of the encoder short windows use; our own library only
 */
public record ComputeSettings(int threads, boolean gpu, int gpuDevice, boolean flashAttention, ContextFit fit) {}
