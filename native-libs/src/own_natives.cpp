// The native methods of dev.earshot.whisper.NativeWhisper. Parameters and results cross as bytes in a fixed order, little
// endian: nothing of Java is looked up by name.
#include "backends.h"
#include "handles.h"
#include "jni_support.h"
#include "recognizer.h"

#include <cmath>
#include <cstring>

#define OWN(type, name) extern "C" JNIEXPORT type JNICALL Java_dev_earshot_whisper_NativeWhisper_##name

namespace {

constexpr int32_t LAYOUT = 1; // of the bytes; both sides change together

class reader {
  public:
    explicit reader(std::vector<char> bytes) : bytes(std::move(bytes)) {}

    template <class T>
    T next() {
        T value;
        require(sizeof value);
        std::memcpy(&value, bytes.data() + at, sizeof value);
        at += sizeof value;
        return value;
    }

    int integer() { return next<int32_t>(); }
    bool boolean() { return integer() != 0; }

    float number() {
        const float value = next<float>();
        if (!std::isfinite(value)) {
            throw std::invalid_argument("a parameter is not a number");
        }
        return value;
    }

    std::string text() {
        const int length = integer();
        require(length);
        std::string value(bytes.data() + at, length);
        at += length;
        return value;
    }

    void end() const {
        if (at != bytes.size()) {
            throw std::invalid_argument("the parameters are too long");
        }
    }

  private:
    void require(int64_t length) const {
        if (length < 0 || length > static_cast<int64_t>(bytes.size() - at)) {
            throw std::invalid_argument("the parameters are too short");
        }
    }

    std::vector<char> bytes;
    size_t at = 0;
};

class writer {
  public:
    template <class T>
    void put(T value) {
        bytes.append(reinterpret_cast<const char *>(&value), sizeof value);
    }
    void integer(int64_t value) { put(static_cast<int32_t>(value)); }
    void text(const std::string & value) {
        integer(value.size());
        bytes += value;
    }
    const std::string & done() const { return bytes; }

  private:
    std::string bytes;
};

run_options read_options(reader from) {
    if (from.integer() != LAYOUT) {
        throw std::invalid_argument("the native library and the application are of different versions");
    }
    run_options options;
    const int beams = from.integer();
    options.params =
        whisper_full_default_params(beams > 1 ? WHISPER_SAMPLING_BEAM_SEARCH : WHISPER_SAMPLING_GREEDY);
    whisper_full_params & to = options.params;
    to.beam_search.beam_size = beams;
    to.greedy.best_of = from.integer();
    to.n_threads = std::max(1, from.integer());
    to.audio_ctx = from.integer();
    to.n_max_text_ctx = from.integer();
    options.token_cap = from.integer();
    to.translate = from.boolean();
    to.token_timestamps = from.boolean();
    to.suppress_nst = from.boolean();
    to.carry_initial_prompt = from.boolean();
    to.temperature = from.number();
    to.temperature_inc = from.number();
    to.entropy_thold = from.number();
    to.logprob_thold = from.number();
    to.no_speech_thold = from.number();
    options.language = from.text();
    const int languages = from.integer();
    for (int i = 0; i < languages; ++i) {
        options.languages.push_back(from.integer());
    }
    options.prompt = from.text();
    from.end();

    to.no_context = true; // what came before is in the prompt where it is wanted
    to.single_segment = false;
    to.no_timestamps = false;
    to.suppress_blank = true;
    to.print_special = to.print_progress = to.print_realtime = to.print_timestamps = false;
    if (!options.language.empty() && whisper_lang_id(options.language.c_str()) < 0) {
        throw std::invalid_argument("no language is called '" + options.language + "'");
    }
    return options;
}

void write_segments(writer & to, const std::vector<segment> & segments) {
    to.integer(segments.size());
    for (const segment & s : segments) {
        to.put<int64_t>(s.from);
        to.put<int64_t>(s.to);
        to.put<float>(s.no_speech);
        to.put<float>(s.temperature);
        to.text(s.text);
        to.integer(s.tokens.size());
        for (const token & t : s.tokens) {
            to.integer(t.id);
            to.put<float>(t.probability);
            to.put<float>(t.log_probability);
            to.put<int64_t>(t.from);
            to.put<int64_t>(t.to);
            to.put<int64_t>(t.dtw);
            to.text(t.text);
        }
    }
}

std::string write_outcome(const outcome & made) {
    writer to;
    to.integer(LAYOUT);
    to.integer(made.status);
    to.integer(made.aborted);
    to.integer(made.capped);
    to.integer(made.language);
    to.integer(made.language_probabilities.size());
    for (float p : made.language_probabilities) {
        to.put<float>(p);
    }
    write_segments(to, made.segments);
    return to.done();
}

// A voice activity model; one detection at a time.
struct speech_model {
    whisper_vad_context * context;
    std::mutex use;

    explicit speech_model(whisper_vad_context * context) : context(context) {}
    ~speech_model() { whisper_vad_free(context); }
};

handle_table<model> models("model");
handle_table<decoder> decoders("decoding state");
handle_table<speech_model> speech_models("speech model");

} // namespace

extern "C" JNIEXPORT jint JNICALL JNI_OnLoad(JavaVM *, void *) {
    whisper_log_set([](ggml_log_level, const char *, void *) {}, nullptr);
    load_backends();
    return JNI_VERSION_1_6;
}

OWN(jbyteArray, describe)(JNIEnv * env, jclass) {
    return guarded(env, [&] { return array_of(env, describe_backends()); });
}

OWN(jlong, openModel)(
    JNIEnv * env, jclass, jbyteArray path, jboolean gpu, jint gpu_device, jboolean flash_attention, jint alignment_heads) {
    return guarded(env, [&]() -> jlong {
        whisper_context_params params = whisper_context_default_params();
        params.use_gpu = gpu;
        params.gpu_device = gpu_device;
        params.flash_attn = flash_attention;
        if (alignment_heads != WHISPER_AHEADS_NONE) {
            if (alignment_heads < WHISPER_AHEADS_TINY_EN || alignment_heads > WHISPER_AHEADS_LARGE_V3_TURBO) {
                throw std::invalid_argument("alignment heads " + std::to_string(alignment_heads) + " are unknown");
            }
            params.dtw_token_timestamps = true;
            params.dtw_aheads_preset = static_cast<whisper_alignment_heads_preset>(alignment_heads);
        }
        std::shared_ptr<model> made = model::load(text_of(env, path), params);
        return made == nullptr ? 0 : models.add(std::move(made));
    });
}

OWN(void, closeModel)(JNIEnv * env, jclass, jlong handle) {
    guarded(env, [&] {
        std::shared_ptr<model> closed = models.remove(handle);
        if (closed != nullptr) {
            std::unique_lock<std::shared_mutex> wait(closed->running);
        }
    });
}

OWN(jlong, openState)(JNIEnv * env, jclass, jlong on) {
    return guarded(env, [&]() -> jlong {
        std::shared_ptr<decoder> made = decoder::open(models.get(on));
        return made == nullptr ? 0 : decoders.add(std::move(made));
    });
}

OWN(void, closeState)(JNIEnv * env, jclass, jlong handle) {
    guarded(env, [&] {
        std::shared_ptr<decoder> closed = decoders.remove(handle);
        if (closed != nullptr) {
            std::lock_guard<std::mutex> wait(closed->use);
        }
    });
}

OWN(jbyteArray, run)(JNIEnv * env, jclass, jlong state, jlong number, jbyteArray options, jfloatArray array) {
    return guarded(env, [&] {
        std::shared_ptr<decoder> on = decoders.get(state);
        const run_options asked = read_options(reader(bytes_of(env, options)));
        const std::vector<float> samples =
            samples_of(env, array, array == nullptr ? 0 : env->GetArrayLength(array), LEAST_SAMPLES);
        return array_of(
            env, write_outcome(on->run(asked, samples.data(), static_cast<int>(samples.size()), number)));
    });
}

OWN(void, abort)(JNIEnv * env, jclass, jlong state, jlong number) {
    guarded(env, [&] { decoders.get(state)->abort(number); });
}

OWN(jint, progress)(JNIEnv * env, jclass, jlong state) {
    return guarded(env, [&] { return decoders.get(state)->progress(); });
}

OWN(jbyteArray, foundSoFar)(JNIEnv * env, jclass, jlong state) {
    return guarded(env, [&] {
        writer to;
        write_segments(to, decoders.get(state)->found_so_far());
        return array_of(env, to.done());
    });
}

OWN(jlong, openSpeechModel)(JNIEnv * env, jclass, jbyteArray path, jint threads) {
    return guarded(env, [&]() -> jlong {
        whisper_vad_context_params params = whisper_vad_default_context_params();
        params.n_threads = std::max(1, threads);
        whisper_vad_context * made = whisper_vad_init_from_file_with_params(text_of(env, path).c_str(), params);
        if (made == nullptr) {
            return 0;
        }
        // whisper.cpp 1.9.1 leaves the memory of what was heard before as malloc gave it.
        whisper_vad_reset_state(made);
        return speech_models.add(std::make_shared<speech_model>(made));
    });
}

OWN(void, closeSpeechModel)(JNIEnv * env, jclass, jlong handle) {
    guarded(env, [&] {
        std::shared_ptr<speech_model> closed = speech_models.remove(handle);
        if (closed != nullptr) {
            std::lock_guard<std::mutex> wait(closed->use);
        }
    });
}

// The probability of speech in each 512 samples.
static jfloatArray speech_probabilities(JNIEnv * env, jlong handle, jfloatArray array, bool from_anew) {
    return guarded(env, [&]() -> jfloatArray {
        std::shared_ptr<speech_model> on = speech_models.get(handle);
        const std::vector<float> samples =
            samples_of(env, array, array == nullptr ? 0 : env->GetArrayLength(array), 512);
        std::lock_guard<std::mutex> lock(on->use);
        if (from_anew) {
            whisper_vad_reset_state(on->context);
        }
        if (!whisper_vad_detect_speech_no_reset(on->context, samples.data(), static_cast<int>(samples.size()))) {
            throw std::runtime_error("whisper.cpp could not run the speech model");
        }
        const int count = whisper_vad_n_probs(on->context);
        jfloatArray probabilities = env->NewFloatArray(count);
        if (probabilities == nullptr) {
            throw java_exception_pending();
        }
        env->SetFloatArrayRegion(probabilities, 0, count, whisper_vad_probs(on->context));
        return probabilities;
    });
}

// Of samples that have nothing to do with those before.
OWN(jfloatArray, speechProbabilities)(JNIEnv * env, jclass, jlong handle, jfloatArray array) {
    return speech_probabilities(env, handle, array, true);
}

// Of samples that follow those before.
OWN(jfloatArray, nextSpeechProbabilities)(JNIEnv * env, jclass, jlong handle, jfloatArray array) {
    return speech_probabilities(env, handle, array, false);
}
