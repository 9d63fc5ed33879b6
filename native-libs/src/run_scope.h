// What a run of whisper.cpp on this thread tells the functions of ggml that are wrapped at link time.
//
// * Stopping inside graphs. whisper.cpp asks its abort callback between graphs only, so an encode of seconds
//   would run to its end, and the flag never reaches ggml.
// * Attention to what was encoded alone. whisper.cpp pads keys and values of flash attention, and what an
//   earlier run left in the padding would be attended to.
#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <set>
#include <utility>

#define EARSHOT_EXPORT __attribute__((visibility("default")))

// A run in progress on this thread.
struct EARSHOT_EXPORT earshot_run {
    const std::atomic<int64_t> * aborted; // runs up to this number are to stop
    int64_t number;                       // of this run
    int positions;                        // of the encoder's context in this run
    int full_positions;                   // of the model's encoder
    int skip_graphs = 0;                  // graphs to leave out, because what they compute is there already
    std::set<std::pair<const void *, size_t>> cleared; // paddings: tensor and offset

    bool stopped() const { return aborted->load(std::memory_order_relaxed) >= number; }
};

// Sets the run of this thread; null when it has ended.
extern "C" EARSHOT_EXPORT void earshot_set_run(earshot_run * run);

// Sets it for a scope.
class run_scope {
  public:
    explicit run_scope(earshot_run & run) { earshot_set_run(&run); }
    ~run_scope() { earshot_set_run(nullptr); }
    run_scope(const run_scope &) = delete;
    run_scope & operator=(const run_scope &) = delete;
};
