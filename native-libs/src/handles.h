// Handles that Java holds instead of pointers.
#pragma once

#include <cstdint>
#include <memory>
#include <mutex>
#include <stdexcept>
#include <unordered_map>

// A handle is never given out twice, so that one that was closed is told from one that lives.
template <class T>
class handle_table {
  public:
    explicit handle_table(const char * what) : what(what) {}

    int64_t add(std::shared_ptr<T> object) {
        std::lock_guard<std::mutex> lock(mutex);
        objects.emplace(next, std::move(object));
        return next++;
    }

    // Throws where the handle is closed or never was.
    std::shared_ptr<T> get(int64_t handle) {
        std::lock_guard<std::mutex> lock(mutex);
        auto found = objects.find(handle);
        if (found == objects.end()) {
            throw std::invalid_argument(std::string("this ") + what + " is closed");
        }
        return found->second;
    }

    // Null where it is closed already; whoever calls it last does no harm.
    std::shared_ptr<T> remove(int64_t handle) {
        std::lock_guard<std::mutex> lock(mutex);
        auto found = objects.find(handle);
        if (found == objects.end()) {
            return nullptr;
        }
        std::shared_ptr<T> object = std::move(found->second);
        objects.erase(found);
        return object;
    }

  private:
    const char * const what;
    std::mutex mutex;
    std::unordered_map<int64_t, std::shared_ptr<T>> objects;
    int64_t next = 1;
};
