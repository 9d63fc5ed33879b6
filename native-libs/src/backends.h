// The ggml backends of this process: CPU variant and GPU.
#pragma once

#include <string>

// Loads the backend libraries that lie beside this library, the best CPU variant for this processor and a GPU one where it can be
// opened. Does nothing where backends are loaded already.
void load_backends();

// What is in use, a line each: version, commit, cpu (variant), system_info, device (name and description) and, where a GPU
// backend lies there and is not in use, gpu_note with the reason.
std::string describe_backends();
