// Stops a run of whisper.cpp inside its graphs.
//
// whisper.cpp asks its abort callback between graphs only, so an encode of seconds would run to its end, and the flag never
// reaches ggml. Here the one function through which whisper.cpp computes graphs is wrapped at link time: around each graph the
// CPU backend gets a callback that reads the flag of the calling thread's run, which it does after every node. On CUDA a graph
// that has begun runs to its end.
#pragma once

#include <atomic>
#include <cstdint>

#define EARSHOT_EXPORT __attribute__((visibility("default")))

// A run in progress on this thread.
struct EARSHOT_EXPORT earshot_run {
    const std::atomic<int64_t> * aborted; // runs up to this number are to stop
    int64_t number;                       // of this run
    int skip_graphs;                      // graphs to leave out, because what they compute is there already

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
