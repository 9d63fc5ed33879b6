#include "jni_support.h"

#include <algorithm>
#include <cmath>
#include <cstdint>

std::vector<float> samples_of(JNIEnv * env, jfloatArray array, jint count, size_t least) {
    if (array == nullptr) {
        throw std::invalid_argument("the samples are null");
    }
    const jsize length = env->GetArrayLength(array);
    if (count < 0 || count > length) {
        throw std::out_of_range(
            "asked for " + std::to_string(count) + " samples of an array of " + std::to_string(length));
    }
    std::vector<float> samples(std::max(static_cast<size_t>(count), least), 0.0f);
    env->GetFloatArrayRegion(array, 0, count, samples.data());
    for (jint i = 0; i < count; ++i) {
        if (!std::isfinite(samples[i])) {
            throw std::invalid_argument("sample " + std::to_string(i) + " is not a number");
        }
    }
    return samples;
}

namespace {

constexpr uint32_t REPLACEMENT = 0xFFFD;

// The code point that begins at `at`, which is moved behind it.
uint32_t next_code_point(const std::string & utf8, size_t & at) {
    const auto byte = [&](size_t i) { return static_cast<unsigned char>(utf8[i]); };
    const unsigned char first = byte(at++);
    if (first < 0x80) {
        return first;
    }
    const int more = first >= 0xF0 && first < 0xF5 ? 3 : first >= 0xE0 && first < 0xF0 ? 2 : first >= 0xC2 && first < 0xE0 ? 1 : 0;
    if (more == 0) {
        return REPLACEMENT;
    }
    uint32_t point = first & (0x3F >> more);
    const size_t begin = at;
    for (int i = 0; i < more; ++i) {
        if (at >= utf8.size() || (byte(at) & 0xC0) != 0x80) {
            return REPLACEMENT;
        }
        point = point << 6 | (byte(at++) & 0x3F);
    }
    const bool overlong = (more == 2 && point < 0x800) || (more == 3 && point < 0x10000);
    if (overlong || point > 0x10FFFF || (point >= 0xD800 && point < 0xE000)) {
        at = begin;
        return REPLACEMENT;
    }
    return point;
}

void append_utf8(std::string & out, uint32_t point) {
    if (point < 0x80) {
        out += static_cast<char>(point);
    } else if (point < 0x800) {
        out += static_cast<char>(0xC0 | point >> 6);
        out += static_cast<char>(0x80 | (point & 0x3F));
    } else if (point < 0x10000) {
        out += static_cast<char>(0xE0 | point >> 12);
        out += static_cast<char>(0x80 | (point >> 6 & 0x3F));
        out += static_cast<char>(0x80 | (point & 0x3F));
    } else {
        out += static_cast<char>(0xF0 | point >> 18);
        out += static_cast<char>(0x80 | (point >> 12 & 0x3F));
        out += static_cast<char>(0x80 | (point >> 6 & 0x3F));
        out += static_cast<char>(0x80 | (point & 0x3F));
    }
}

} // namespace

jstring string_of(JNIEnv * env, const std::string & utf8) {
    std::vector<jchar> units;
    units.reserve(utf8.size());
    for (size_t at = 0; at < utf8.size();) {
        const uint32_t point = next_code_point(utf8, at);
        if (point < 0x10000) {
            units.push_back(static_cast<jchar>(point));
        } else {
            units.push_back(static_cast<jchar>(0xD800 + ((point - 0x10000) >> 10)));
            units.push_back(static_cast<jchar>(0xDC00 + ((point - 0x10000) & 0x3FF)));
        }
    }
    return env->NewString(units.data(), static_cast<jsize>(units.size()));
}

std::string utf8_of(JNIEnv * env, jstring string) {
    if (string == nullptr) {
        return "";
    }
    const jsize length = env->GetStringLength(string);
    std::vector<jchar> units(length);
    env->GetStringRegion(string, 0, length, units.data());
    std::string out;
    out.reserve(length);
    for (jsize i = 0; i < length; ++i) {
        uint32_t point = units[i];
        if (point >= 0xD800 && point < 0xDC00 && i + 1 < length && units[i + 1] >= 0xDC00 && units[i + 1] < 0xE000) {
            point = 0x10000 + ((point - 0xD800) << 10) + (units[++i] - 0xDC00);
        } else if (point >= 0xD800 && point < 0xE000) {
            point = REPLACEMENT;
        }
        append_utf8(out, point);
    }
    return out;
}
