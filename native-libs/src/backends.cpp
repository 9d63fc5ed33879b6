#include "backends.h"

#include "ggml-backend.h"
#include "whisper.h"

#include <dlfcn.h>
#include <link.h>
#include <sys/stat.h>

#include <cstring>
#include <sstream>

#ifndef EARSHOT_WHISPER_COMMIT
#error "the build passes the commit of whisper.cpp"
#endif

namespace {

constexpr const char * GPU_BACKEND = "libggml-cuda.so";

std::string own_folder() {
    Dl_info info;
    if (dladdr(reinterpret_cast<void *>(&load_backends), &info) == 0 || info.dli_fname == nullptr) {
        return ".";
    }
    const std::string file = info.dli_fname;
    const size_t slash = file.rfind('/');
    return slash == std::string::npos ? "." : file.substr(0, slash);
}

// The tag in the name of the CPU backend that is mapped: haswell of libggml-cpu-haswell.so.
std::string cpu_variant() {
    std::string tag = "none";
    dl_iterate_phdr(
        [](dl_phdr_info * info, size_t, void * data) {
            const char * name = std::strstr(info->dlpi_name, "libggml-cpu");
            if (name != nullptr) {
                std::string file = name + std::strlen("libggml-cpu");
                file = file.substr(0, file.rfind(".so"));
                *static_cast<std::string *>(data) = file.empty() ? "only" : file.substr(1);
            }
            return 0;
        },
        &tag);
    return tag;
}

bool is_gpu(ggml_backend_dev_t device) {
    const auto type = ggml_backend_dev_type(device);
    return type == GGML_BACKEND_DEVICE_TYPE_GPU || type == GGML_BACKEND_DEVICE_TYPE_IGPU;
}

// Why a GPU backend that is there is not in use; empty where there is none, or it is.
std::string gpu_note() {
    for (size_t i = 0; i < ggml_backend_dev_count(); ++i) {
        if (is_gpu(ggml_backend_dev_get(i))) {
            return "";
        }
    }
    const std::string file = own_folder() + "/" + GPU_BACKEND;
    struct stat status;
    if (stat(file.c_str(), &status) != 0) {
        return "";
    }
    // ggml passes over a backend that it cannot open without a word; the loader knows why.
    void * library = dlopen(file.c_str(), RTLD_NOW | RTLD_LOCAL);
    if (library == nullptr) {
        const char * error = dlerror();
        return error == nullptr ? "cannot be loaded" : error;
    }
    return "the CUDA backend finds no GPU";
}

std::string one_line(std::string text) {
    for (char & c : text) {
        if (c == '\n' || c == '\r') {
            c = ' ';
        }
    }
    return text;
}

} // namespace

void load_backends() {
    if (ggml_backend_reg_count() == 0) {
        ggml_backend_load_all_from_path(own_folder().c_str());
    }
}

std::string describe_backends() {
    std::ostringstream lines;
    lines << "version=" << whisper_version() << '\n';
    lines << "commit=" << EARSHOT_WHISPER_COMMIT << '\n';
    lines << "cpu=" << cpu_variant() << '\n';
    lines << "system_info=" << one_line(whisper_print_system_info()) << '\n';
    for (size_t i = 0; i < ggml_backend_dev_count(); ++i) {
        ggml_backend_dev_t device = ggml_backend_dev_get(i);
        lines << "device=" << one_line(ggml_backend_dev_name(device)) << ": "
              << one_line(ggml_backend_dev_description(device)) << '\n';
    }
    const std::string note = gpu_note();
    if (!note.empty()) {
        lines << "gpu_note=" << one_line(note) << '\n';
    }
    return lines.str();
}
