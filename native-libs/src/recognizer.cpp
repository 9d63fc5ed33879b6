#include "recognizer.h"

#include <algorithm>
#include <cctype>
#include <cmath>
#include <stdexcept>

namespace {

// The longest piece of text without a space that whisper.cpp's tokenizer gets at once, in bytes.
constexpr size_t LONGEST_PIECE = 240;

// The graphs of one encode: convolution, encoder, cross attention.
constexpr int GRAPHS_OF_AN_ENCODE = 3;

bool continues_character(char c) {
    return (static_cast<unsigned char>(c) & 0xC0) == 0x80;
}

// Where the piece that begins at `from` ends: before a space that stands alone, or where it gets too long.
size_t end_of_piece(const std::string & text, size_t from) {
    size_t at = from + 1;
    while (at < text.size()) {
        bool lone_space = text[at] == ' ' && text[at - 1] != ' ' && at + 1 < text.size() && text[at + 1] != ' ';
        if (lone_space || (at - from >= LONGEST_PIECE && !continues_character(text[at]))) {
            break;
        }
        ++at;
    }
    return at;
}

segment read_segment(
    whisper_context * context, whisper_state * state, int index, float no_speech, float temperature) {
    segment result;
    result.from = whisper_full_get_segment_t0_from_state(state, index);
    result.to = whisper_full_get_segment_t1_from_state(state, index);
    result.no_speech = no_speech;
    result.temperature = temperature;
    result.text = whisper_full_get_segment_text_from_state(state, index);
    const int count = whisper_full_n_tokens_from_state(state, index);
    result.tokens.reserve(count);
    for (int i = 0; i < count; ++i) {
        const whisper_token_data data = whisper_full_get_token_data_from_state(state, index, i);
        if (data.id >= whisper_token_eot(context)) {
            continue; // no text: language, task and time tokens
        }
        result.tokens.push_back(
            {data.id, data.p, data.plog, data.t0, data.t1, data.t_dtw, whisper_token_to_str(context, data.id)});
    }
    return result;
}

} // namespace

// What whisper.cpp calls during a run; all but the filter on the thread that runs.
struct callbacks {
    decoder & owner;
    const run_options & options;
    std::atomic<bool> capped{false};
    float no_speech = 0;
    std::atomic<int> attempts{0}; // at the present 30 s chunk; each attempt is one temperature

    callbacks(decoder & owner, const run_options & options) : owner(owner), options(options) {}

    // The warmth of the present attempt. whisper.cpp does not tell, but begins each with an empty sequence.
    float temperature() const {
        return options.params.temperature + std::max(0, attempts - 1) * options.params.temperature_inc;
    }

    static bool encoder_begins(whisper_context *, whisper_state *, void * data) {
        static_cast<callbacks *>(data)->attempts = 0;
        return true;
    }

    static void progress(whisper_context *, whisper_state *, int percent, void * data) {
        static_cast<callbacks *>(data)->owner.percent.store(percent, std::memory_order_relaxed);
    }

    static void new_segments(whisper_context * context, whisper_state * state, int count, void * data) {
        callbacks & self = *static_cast<callbacks *>(data);
        const int all = whisper_full_n_segments_from_state(state);
        std::lock_guard<std::mutex> lock(self.owner.found_mutex);
        for (int i = all - count; i < all; ++i) {
            self.owner.found.push_back(read_segment(context, state, i, self.no_speech, self.temperature()));
        }
    }

    // Ends a sequence that has more tokens than the audio can hold words. Other threads call it, too, for further decoders.
    static void filter(
        whisper_context * context, whisper_state *, const whisper_token_data *, int count, float * logits, void * data) {
        callbacks & self = *static_cast<callbacks *>(data);
        if (count == 0) {
            self.attempts++;
        }
        if (self.options.token_cap > 0 && count >= self.options.token_cap) {
            const int end = whisper_token_eot(context);
            const int size = whisper_n_vocab(context);
            for (int i = 0; i < size; ++i) {
                if (i != end) {
                    logits[i] = -INFINITY;
                }
            }
            self.capped = true;
        }
    }

    static bool never(whisper_context *, whisper_state *, void *) { return false; }
};

std::vector<whisper_token> tokenize(whisper_context * context, const std::string & text) {
    std::vector<whisper_token> tokens;
    for (size_t from = 0; from < text.size();) {
        const size_t to = end_of_piece(text, from);
        const std::string piece = text.substr(from, to - from);
        whisper_token buffer[LONGEST_PIECE + 8]; // a token is a byte at least
        const int count = whisper_tokenize(context, piece.c_str(), buffer, LONGEST_PIECE + 8);
        if (count > 0) {
            tokens.insert(tokens.end(), buffer, buffer + count);
        }
        from = to;
    }
    return tokens;
}

std::shared_ptr<model> model::load(const std::string & path, const whisper_context_params & params) {
    whisper_context * weights = whisper_init_from_file_with_params_no_state(path.c_str(), params);
    const bool dtw = params.dtw_token_timestamps && !params.flash_attn;
    return weights == nullptr ? nullptr : std::shared_ptr<model>(new model(weights, dtw));
}

model::~model() {
    whisper_free(weights);
}

std::shared_ptr<decoder> decoder::open(const std::shared_ptr<model> & on) {
    std::lock_guard<std::mutex> lock(on->making);
    whisper_state * state = whisper_init_state(on->context());
    return state == nullptr ? nullptr : std::shared_ptr<decoder>(new decoder(on, state));
}

decoder::~decoder() {
    std::lock_guard<std::mutex> lock(on->making);
    whisper_free_state(state);
}

void decoder::abort(int64_t number) {
    int64_t known = aborted.load();
    while (known < number && !aborted.compare_exchange_weak(known, number)) {
    }
}

std::vector<segment> decoder::found_so_far() {
    std::lock_guard<std::mutex> lock(found_mutex);
    return found;
}

// Probabilities of the languages that the model knows, by id, among the allowed ones (empty: all).
static std::vector<float> language_probabilities(
    whisper_context * context, const float * logits, const std::vector<int> & allowed) {
    // the vocabulary has one token a language, the rest of it is the same in every multilingual model
    const int known = std::clamp(whisper_model_n_vocab(context) - 51766, 1, whisper_lang_max_id() + 1);
    std::vector<float> probabilities(known, 0.0f);
    float most = -INFINITY;
    for (int id = 0; id < known; ++id) {
        const bool counts = allowed.empty() || std::find(allowed.begin(), allowed.end(), id) != allowed.end();
        probabilities[id] = counts ? logits[whisper_token_lang(context, id)] : -INFINITY;
        most = std::max(most, probabilities[id]);
    }
    double sum = 0;
    for (float & p : probabilities) {
        p = std::exp(p - most);
        sum += p;
    }
    for (float & p : probabilities) {
        p = static_cast<float>(p / sum);
    }
    return probabilities;
}

static float probability(const float * logits, int size, int token) {
    const float most = *std::max_element(logits, logits + size);
    double sum = 0;
    for (int i = 0; i < size; ++i) {
        sum += std::exp(logits[i] - most);
    }
    return static_cast<float>(std::exp(logits[token] - most) / sum);
}

// Encodes the window and decodes the token that starts a transcript, whose logits tell the language and whether there is
// speech. The run that follows need not encode again. whisper.cpp 1.9.1 would take the probability of no speech from whatever
// was decoded last, unless the language was detected just before. Returns that probability.
float decoder::prepare(
    const run_options & options, const float * samples, int count, earshot_run & run, outcome & result) {
    whisper_context * context = on->context();
    if (whisper_pcm_to_mel_with_state(context, state, samples, count, options.params.n_threads) != 0) {
        throw std::runtime_error("whisper.cpp could not compute the spectrogram");
    }
    // Encoding by itself uses the context of the run before; only a run sets it, so one that ends before its encoder.
    whisper_full_params params = options.params;
    params.language = "en";
    params.detect_language = false;
    params.encoder_begin_callback = callbacks::never;
    result.status = whisper_full_with_state(context, state, params, nullptr, 0);
    if (result.status == 0 && whisper_encode_with_state(context, state, 0, params.n_threads) != 0) {
        result.status = -6;
    }
    const whisper_token start = whisper_token_sot(context);
    if (result.status == 0 && whisper_decode_with_state(context, state, &start, 1, 0, params.n_threads) != 0) {
        result.status = -8;
    }
    if (result.status != 0) {
        return 0;
    }
    run.skip_graphs = GRAPHS_OF_AN_ENCODE;
    const float * logits = whisper_get_logits_from_state(state);
    if (options.language.empty() && whisper_is_multilingual(context)) {
        result.language_probabilities = language_probabilities(context, logits, options.languages);
        const auto & found = result.language_probabilities;
        result.language = static_cast<int>(std::max_element(found.begin(), found.end()) - found.begin());
    }
    return probability(logits, whisper_n_vocab(context), whisper_token_nosp(context));
}

outcome decoder::run(const run_options & options, const float * samples, int count, int64_t number) {
    std::shared_lock<std::shared_mutex> shared(on->running);
    std::lock_guard<std::mutex> lock(use);
    if (state == nullptr) {
        throw std::runtime_error("the decoding state was lost when memory ran out");
    }
    whisper_context * context = on->context();
    {
        std::lock_guard<std::mutex> found_lock(found_mutex);
        found.clear();
    }
    percent = 0;
    outcome result;
    const int full_positions = whisper_n_audio_ctx(context);
    const int fitted = options.params.audio_ctx;
    earshot_run run{&aborted, number, fitted > 0 ? fitted : full_positions, full_positions};
    run_scope scope(run);
    callbacks hooks(*this, options);

    whisper_full_params params = options.params;
    params.progress_callback = callbacks::progress;
    params.progress_callback_user_data = &hooks;
    // With times by DTW whisper.cpp 1.9.1 passes an index here where a count belongs; segments are read at the end then.
    params.new_segment_callback = on->times_by_dtw ? nullptr : callbacks::new_segments;
    params.new_segment_callback_user_data = &hooks;
    params.encoder_begin_callback = callbacks::encoder_begins;
    params.encoder_begin_callback_user_data = &hooks;
    params.logits_filter_callback = callbacks::filter;
    params.logits_filter_callback_user_data = &hooks;

    // A carried prompt and no room behind it make whisper.cpp 1.9.1 count below zero.
    params.carry_initial_prompt &= std::min(params.n_max_text_ctx, whisper_n_text_ctx(context) / 2) > 1;
    const std::vector<whisper_token> prompt = tokenize(context, options.prompt);
    params.initial_prompt = nullptr;
    params.prompt_tokens = prompt.empty() ? nullptr : prompt.data();
    params.prompt_n_tokens = static_cast<int>(prompt.size());

    // An offset moves the encoder elsewhere, which only the wrapper asks for.
    const bool prepared = options.params.offset_ms == 0;
    if (prepared) {
        hooks.no_speech = prepare(options, samples, count, run, result);
    }
    std::string language = options.language;
    if (language.empty()) {
        language = result.language >= 0 ? whisper_lang_str(result.language) : prepared ? "en" : "auto";
    }
    if (result.status == 0 && !run.stopped() && !options.params.detect_language) {
        params.language = language.c_str();
        // Times of tokens are found with the energy of the samples, so they are needed again then.
        const bool again = !prepared || params.token_timestamps;
        result.status = whisper_full_with_state(context, state, params, again ? samples : nullptr, again ? count : 0);
        if (result.status == -7) {
            state = nullptr; // freed by whisper.cpp
        }
    }
    result.aborted = run.stopped();
    result.capped = hooks.capped;
    if (state != nullptr && !result.aborted && result.language < 0) {
        result.language = whisper_full_lang_id_from_state(state);
    }
    if (on->times_by_dtw && result.status == 0) {
        callbacks::new_segments(context, state, whisper_full_n_segments_from_state(state), &hooks);
    }
    result.segments = found_so_far();
    percent = 100;
    return result;
}
