// What every native method of ours does alike: exceptions, arrays, strings.
#pragma once

#include <jni.h>

#include <exception>
#include <new>
#include <stdexcept>
#include <string>
#include <vector>

// Thrown where a Java exception is pending already.
struct java_exception_pending : std::exception {};

inline void throw_java(JNIEnv * env, const char * type, const char * message) {
    if (env->ExceptionCheck()) {
        return;
    }
    jclass found = env->FindClass(type);
    if (found != nullptr) {
        env->ThrowNew(found, message);
        env->DeleteLocalRef(found);
    }
}

// Runs a native method's body; no C++ exception leaves it.
template <class Body>
auto guarded(JNIEnv * env, Body body) -> decltype(body()) {
    using result = decltype(body());
    try {
        return body();
    } catch (const java_exception_pending &) {
    } catch (const std::out_of_range & e) {
        throw_java(env, "java/lang/IndexOutOfBoundsException", e.what());
    } catch (const std::exception & e) {
        throw_java(env, "java/lang/RuntimeException", e.what());
    } catch (...) {
        throw_java(env, "java/lang/RuntimeException", "an unknown error in native code");
    }
    return result();
}

inline std::vector<char> bytes_of(JNIEnv * env, jbyteArray array) {
    if (array == nullptr) {
        throw std::invalid_argument("a byte array is null");
    }
    std::vector<char> bytes(env->GetArrayLength(array));
    env->GetByteArrayRegion(array, 0, static_cast<jsize>(bytes.size()), reinterpret_cast<jbyte *>(bytes.data()));
    return bytes;
}

inline std::string text_of(JNIEnv * env, jbyteArray array) {
    const std::vector<char> bytes = bytes_of(env, array);
    return std::string(bytes.begin(), bytes.end());
}

inline jbyteArray array_of(JNIEnv * env, const std::string & bytes) {
    jbyteArray array = env->NewByteArray(static_cast<jsize>(bytes.size()));
    if (array == nullptr) {
        throw java_exception_pending();
    }
    env->SetByteArrayRegion(
        array, 0, static_cast<jsize>(bytes.size()), reinterpret_cast<const jbyte *>(bytes.data()));
    return array;
}

// Finite samples, padded with silence to at least `least`: whisper.cpp reads beyond the end of very short audio, and numbers
// that are none can keep it busy for ever.
std::vector<float> samples_of(JNIEnv * env, jfloatArray array, jint count, size_t least);

// A Java string from UTF-8, which JNI's own function does not take: emoji would not survive it. Bytes that are no UTF-8 (a cut
// character) become U+FFFD.
jstring string_of(JNIEnv * env, const std::string & utf8);

// UTF-8 from a Java string, emoji included; empty from null.
std::string utf8_of(JNIEnv * env, jstring string);
