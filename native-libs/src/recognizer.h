// Models, decoding states and runs: what both Java interfaces stand on. Knows no JNI.
#pragma once

#include "run_scope.h"
#include "whisper.h"

#include <atomic>
#include <cstdint>
#include <memory>
#include <mutex>
#include <shared_mutex>
#include <string>
#include <vector>

// whisper.cpp gives nothing for less than 100 ms, and reads beyond the end of what is shorter than its spectrogram's padding.
constexpr size_t LEAST_SAMPLES = 16'000 / 10 + 160;

// The weights of a model. States keep it alive; closing waits for what runs on it.
class model {
  public:
    // Null where whisper.cpp refuses the file.
    static std::shared_ptr<model> load(const std::string & path, const whisper_context_params & params);
    ~model();

    whisper_context * context() const { return weights; }

    std::mutex making;         // states are made and freed one at a time
    std::shared_mutex running; // shared by runs; closing takes it alone
    const bool times_by_dtw;

  private:
    model(whisper_context * weights, bool times_by_dtw) : times_by_dtw(times_by_dtw), weights(weights) {}
    whisper_context * const weights;
};

// A token of text as decoded; times in units of 10 ms, -1 where none were asked for.
struct token {
    int id;
    float probability;
    float log_probability;
    int64_t from;
    int64_t to;
    int64_t dtw;
    std::string text; // bytes: a token may cut a character
};

// A segment; times in units of 10 ms from the start of the samples.
struct segment {
    int64_t from;
    int64_t to;
    float no_speech; // probability that the window holds no speech, the same for all its segments
    float temperature;
    std::string text;
    std::vector<token> tokens;
};

// What a run is asked for.
struct run_options {
    whisper_full_params params;
    std::string language;         // empty: detect
    std::vector<int> languages;   // ids that detection may choose among; empty: all
    std::string prompt;
    int token_cap = 0;            // tokens a window may have before it is ended; 0: whisper.cpp's own limit
};

// What came of it.
struct outcome {
    int status = 0;
    bool aborted = false;
    bool capped = false;
    int language = -1;
    std::vector<float> language_probabilities; // by language id; empty where none was detected
    std::vector<segment> segments;
};

// A decoding state. One run at a time; a second caller waits.
class decoder {
  public:
    // Null where there is no memory for it. Without a state of its own it uses the one inside the model.
    static std::shared_ptr<decoder> open(const std::shared_ptr<model> & on);
    ~decoder();

    // Samples: mono, 16 kHz, finite, at least 100 ms. `number` counts runs, from 1.
    outcome run(const run_options & options, const float * samples, int count, int64_t number);

    // Stops runs up to `number`, those that have not begun as well. From any thread.
    void abort(int64_t number);

    int progress() const { return percent.load(std::memory_order_relaxed); }

    // Segments found so far by the run in progress. From any thread.
    std::vector<segment> found_so_far();

    whisper_state * raw() const { return state; }

    std::mutex use;
    const std::shared_ptr<model> on;

  private:
    friend struct callbacks;

    decoder(std::shared_ptr<model> on, whisper_state * state) : on(std::move(on)), state(state) {}

    float prepare(const run_options & options, const float * samples, int count, earshot_run & run, outcome & result);

    whisper_state * state;
    std::atomic<int64_t> aborted{0};
    std::atomic<int> percent{0};
    std::mutex found_mutex;
    std::vector<segment> found;
};

// The tokens of a text. whisper.cpp's own splits it with a recursive regular expression, about 300 bytes of stack for each
// byte of text; here it sees a word at a time.
std::vector<whisper_token> tokenize(whisper_context * context, const std::string & text);
