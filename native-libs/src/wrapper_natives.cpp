// The native methods of whisper-jni 1.7.1 (io.github.givimad.whisperjni.WhisperJNI), so that the wrapper runs on this library
// unchanged.
#include "backends.h"
#include "grammar-parser.h"
#include "handles.h"
#include "jni_support.h"
#include "recognizer.h"

#include <atomic>
#include <cstdio>

#define WRAPPER(type, name) extern "C" JNIEXPORT type JNICALL Java_io_github_givimad_whisperjni_WhisperJNI_##name

namespace {

// A context as the wrapper knows it: weights and perhaps a state inside.
struct wrapped_context {
    std::shared_ptr<model> weights;
    std::shared_ptr<decoder> own;
};

struct wrapped_grammar {
    grammar_parser::parse_state parsed;
};

handle_table<wrapped_context> contexts("context");
handle_table<decoder> states("state");
handle_table<wrapped_grammar> grammars("grammar");
std::atomic<int64_t> runs{0};

// The wrapper's handles have 32 bits.
jint narrow(int64_t handle) {
    if (handle > INT32_MAX) {
        throw std::runtime_error("too many objects were made in this process");
    }
    return static_cast<jint>(handle);
}

class fields {
  public:
    fields(JNIEnv * env, jobject object) : env(env), object(object) {
        if (object == nullptr) {
            throw std::invalid_argument("the parameters are null");
        }
        type = env->GetObjectClass(object);
    }

    int integer(const char * name) { return env->GetIntField(object, id(name, "I")); }
    bool boolean(const char * name) { return env->GetBooleanField(object, id(name, "Z")) == JNI_TRUE; }
    float number(const char * name) {
        return env->GetFloatField(object, id(name, "F"));
    }
    std::string text(const char * name) {
        return utf8_of(env, static_cast<jstring>(env->GetObjectField(object, id(name, "Ljava/lang/String;"))));
    }
    jobject reference(const char * name, const char * signature) { return env->GetObjectField(object, id(name, signature)); }

  private:
    jfieldID id(const char * name, const char * signature) {
        jfieldID found = env->GetFieldID(type, name, signature);
        if (found == nullptr) {
            throw java_exception_pending();
        }
        return found;
    }

    JNIEnv * env;
    jobject object;
    jclass type;
};

std::shared_ptr<model> load(JNIEnv * env, jstring path, jobject java_params) {
    whisper_context_params params = whisper_context_default_params();
    params.use_gpu = fields(env, java_params).boolean("useGPU");
    return model::load(utf8_of(env, path), params);
}

jint init(JNIEnv * env, jstring path, jobject params, bool with_state) {
    auto made = std::make_shared<wrapped_context>();
    made->weights = load(env, path, params);
    if (made->weights != nullptr && with_state) {
        made->own = decoder::open(made->weights);
    }
    const bool failed = made->weights == nullptr || (with_state && made->own == nullptr);
    return failed ? -1 : narrow(contexts.add(std::move(made)));
}

run_options read_options(JNIEnv * env, jobject java_params, std::shared_ptr<wrapped_grammar> & grammar) {
    fields from(env, java_params);
    run_options options;
    options.params = whisper_full_default_params(
        from.integer("strategy") == 0 ? WHISPER_SAMPLING_GREEDY : WHISPER_SAMPLING_BEAM_SEARCH);
    whisper_full_params & to = options.params;
    to.n_threads = std::max(1, from.integer("nThreads") > 0 ? from.integer("nThreads") : to.n_threads);
    to.audio_ctx = from.integer("audioCtx");
    to.n_max_text_ctx = from.integer("nMaxTextCtx");
    to.offset_ms = from.integer("offsetMs");
    to.duration_ms = from.integer("durationMs");
    to.translate = from.boolean("translate");
    to.no_timestamps = from.boolean("noTimestamps");
    to.no_context = from.boolean("noContext");
    to.single_segment = from.boolean("singleSegment");
    to.print_special = from.boolean("printSpecial");
    to.print_progress = from.boolean("printProgress");
    to.print_realtime = from.boolean("printRealtime");
    to.print_timestamps = from.boolean("printTimestamps");
    to.detect_language = from.boolean("detectLanguage");
    to.suppress_blank = from.boolean("suppressBlank");
    to.suppress_nst = from.boolean("suppressNonSpeechTokens");
    to.temperature = from.number("temperature");
    to.max_initial_ts = from.number("maxInitialTs");
    to.length_penalty = from.number("lengthPenalty");
    to.temperature_inc = from.number("temperatureInc");
    to.entropy_thold = from.number("entropyThold");
    to.logprob_thold = from.number("logprobThold");
    to.no_speech_thold = from.number("noSpeechThold");
    to.greedy.best_of = from.integer("greedyBestOf");
    to.beam_search.beam_size = from.integer("beamSearchBeamSize");
    to.beam_search.patience = from.number("beamSearchPatience");
    options.language = from.text("language");
    if (options.language == "auto" || to.detect_language) {
        options.language.clear();
    }
    if (!options.language.empty() && whisper_lang_id(options.language.c_str()) < 0) {
        throw std::invalid_argument("no language is called '" + options.language + "'");
    }
    options.prompt = from.text("initialPrompt");
    jobject java_grammar = from.reference("grammar", "Lio/github/givimad/whisperjni/WhisperGrammar;");
    if (java_grammar != nullptr) {
        grammar = grammars.get(fields(env, java_grammar).integer("ref"));
        to.grammar_penalty = from.number("grammarPenalty");
    }
    return options;
}

jint run(JNIEnv * env, const std::shared_ptr<decoder> & on, jobject java_params, jfloatArray array, jint count) {
    std::shared_ptr<wrapped_grammar> grammar;
    run_options options = read_options(env, java_params, grammar);
    if (count == 0) {
        return 0;
    }
    std::vector<const whisper_grammar_element *> rules;
    if (grammar != nullptr) {
        rules = grammar->parsed.c_rules();
        options.params.grammar_rules = rules.data();
        options.params.n_grammar_rules = rules.size();
        options.params.i_start_rule = grammar->parsed.symbol_ids.at("root");
    }
    const std::vector<float> samples = samples_of(env, array, count, LEAST_SAMPLES);
    return on->run(options, samples.data(), static_cast<int>(samples.size()), ++runs).status;
}

std::shared_ptr<decoder> own_state(jint context) {
    std::shared_ptr<decoder> own = contexts.get(context)->own;
    if (own == nullptr) {
        throw std::invalid_argument("this context was made without a state");
    }
    return own;
}

// A segment's place in a state that is not running.
class reading {
  public:
    reading(std::shared_ptr<decoder> on, jint index) : on(std::move(on)), lock(this->on->use) {
        const int count = this->on->raw() == nullptr ? 0 : whisper_full_n_segments_from_state(this->on->raw());
        if (index < 0 || index >= count) {
            throw std::out_of_range("segment " + std::to_string(index) + " of " + std::to_string(count));
        }
    }
    whisper_state * state() const { return on->raw(); }

  private:
    std::shared_ptr<decoder> on;
    std::lock_guard<std::mutex> lock;
};

jint segments(const std::shared_ptr<decoder> & on) {
    std::lock_guard<std::mutex> lock(on->use);
    return on->raw() == nullptr ? 0 : whisper_full_n_segments_from_state(on->raw());
}

jlong from(std::shared_ptr<decoder> on, jint index) {
    return whisper_full_get_segment_t0_from_state(reading(std::move(on), index).state(), index);
}

jlong to(std::shared_ptr<decoder> on, jint index) {
    return whisper_full_get_segment_t1_from_state(reading(std::move(on), index).state(), index);
}

jstring text(JNIEnv * env, std::shared_ptr<decoder> on, jint index) {
    reading at(std::move(on), index);
    return string_of(env, whisper_full_get_segment_text_from_state(at.state(), index));
}

} // namespace

WRAPPER(jint, init)(JNIEnv * env, jobject, jstring path, jobject params) {
    return guarded(env, [&] { return init(env, path, params, true); });
}

WRAPPER(jint, initNoState)(JNIEnv * env, jobject, jstring path, jobject params) {
    return guarded(env, [&] { return init(env, path, params, false); });
}

WRAPPER(jint, initState)(JNIEnv * env, jobject, jint context) {
    return guarded(env, [&] {
        std::shared_ptr<decoder> made = decoder::open(contexts.get(context)->weights);
        return made == nullptr ? -1 : narrow(states.add(std::move(made)));
    });
}

WRAPPER(jint, loadGrammar)(JNIEnv * env, jobject, jstring text) {
    return guarded(env, [&] {
        auto made = std::make_shared<wrapped_grammar>();
        made->parsed = grammar_parser::parse(utf8_of(env, text).c_str());
        const bool usable = !made->parsed.rules.empty() && made->parsed.symbol_ids.count("root") == 1;
        return usable ? narrow(grammars.add(std::move(made))) : -1;
    });
}

// Not built in: OpenVINO is for Intel processors' own accelerators.
WRAPPER(void, initOpenVINOEncoder)(JNIEnv *, jobject, jint, jstring) {}

WRAPPER(jboolean, isMultilingual)(JNIEnv * env, jobject, jint context) {
    return guarded(env, [&]() -> jboolean { return whisper_is_multilingual(contexts.get(context)->weights->context()) != 0; });
}

WRAPPER(jint, full)(JNIEnv * env, jobject, jint context, jobject params, jfloatArray samples, jint count) {
    return guarded(env, [&] { return run(env, own_state(context), params, samples, count); });
}

WRAPPER(jint, fullWithState)(
    JNIEnv * env, jobject, jint context, jint state, jobject params, jfloatArray samples, jint count) {
    return guarded(env, [&] {
        contexts.get(context);
        return run(env, states.get(state), params, samples, count);
    });
}

WRAPPER(jint, fullNSegments)(JNIEnv * env, jobject, jint context) {
    return guarded(env, [&] { return segments(own_state(context)); });
}

WRAPPER(jint, fullNSegmentsFromState)(JNIEnv * env, jobject, jint state) {
    return guarded(env, [&] { return segments(states.get(state)); });
}

WRAPPER(jlong, fullGetSegmentTimestamp0)(JNIEnv * env, jobject, jint context, jint index) {
    return guarded(env, [&] { return from(own_state(context), index); });
}

WRAPPER(jlong, fullGetSegmentTimestamp1)(JNIEnv * env, jobject, jint context, jint index) {
    return guarded(env, [&] { return to(own_state(context), index); });
}

WRAPPER(jstring, fullGetSegmentText)(JNIEnv * env, jobject, jint context, jint index) {
    return guarded(env, [&] { return text(env, own_state(context), index); });
}

WRAPPER(jlong, fullGetSegmentTimestamp0FromState)(JNIEnv * env, jobject, jint state, jint index) {
    return guarded(env, [&] { return from(states.get(state), index); });
}

WRAPPER(jlong, fullGetSegmentTimestamp1FromState)(JNIEnv * env, jobject, jint state, jint index) {
    return guarded(env, [&] { return to(states.get(state), index); });
}

WRAPPER(jstring, fullGetSegmentTextFromState)(JNIEnv * env, jobject, jint state, jint index) {
    return guarded(env, [&] { return text(env, states.get(state), index); });
}

WRAPPER(void, freeContext)(JNIEnv * env, jobject, jint context) {
    guarded(env, [&] {
        std::shared_ptr<wrapped_context> closed = contexts.remove(context);
        if (closed != nullptr) {
            std::unique_lock<std::shared_mutex> wait(closed->weights->running);
        }
    });
}

WRAPPER(void, freeState)(JNIEnv * env, jobject, jint state) {
    guarded(env, [&] {
        std::shared_ptr<decoder> closed = states.remove(state);
        if (closed != nullptr) {
            std::lock_guard<std::mutex> wait(closed->use);
        }
    });
}

WRAPPER(void, freeGrammar)(JNIEnv * env, jobject, jint grammar) {
    guarded(env, [&] { grammars.remove(grammar); });
}

WRAPPER(jstring, printSystemInfo)(JNIEnv * env, jobject) {
    return guarded(env, [&] { return string_of(env, whisper_print_system_info()); });
}

// The library says nothing by itself, and calls no Java from threads that Java does not know: true lets it write to standard
// error, as whisper.cpp does by default.
WRAPPER(void, setLogger)(JNIEnv *, jclass, jboolean enabled) {
    if (enabled) {
        whisper_log_set([](ggml_log_level, const char * text, void *) { std::fputs(text, stderr); }, nullptr);
    } else {
        whisper_log_set([](ggml_log_level, const char *, void *) {}, nullptr);
    }
}
