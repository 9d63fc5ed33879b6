// Linked into libwhisper with -Wl,--wrap=ggml_backend_sched_graph_compute.
#include "abort_scope.h"

#include "ggml-backend.h"

namespace {

thread_local earshot_run * current = nullptr;

bool stopped(void * run) {
    return static_cast<const earshot_run *>(run)->stopped();
}

void set_callbacks(ggml_backend_sched_t sched, ggml_abort_callback callback, void * data) {
    for (int i = 0; i < ggml_backend_sched_get_n_backends(sched); ++i) {
        ggml_backend_t backend = ggml_backend_sched_get_backend(sched, i);
        ggml_backend_dev_t device = ggml_backend_get_device(backend);
        if (device == nullptr) {
            continue;
        }
        auto set = reinterpret_cast<ggml_backend_set_abort_callback_t>(
            ggml_backend_reg_get_proc_address(ggml_backend_dev_backend_reg(device), "ggml_backend_set_abort_callback"));
        if (set != nullptr) {
            set(backend, callback, data);
        }
    }
}

} // namespace

extern "C" void earshot_set_run(earshot_run * run) {
    current = run;
}

extern "C" ggml_status __real_ggml_backend_sched_graph_compute(ggml_backend_sched_t sched, ggml_cgraph * graph);

extern "C" ggml_status __wrap_ggml_backend_sched_graph_compute(ggml_backend_sched_t sched, ggml_cgraph * graph) {
    earshot_run * run = current;
    if (run == nullptr) {
        return __real_ggml_backend_sched_graph_compute(sched, graph);
    }
    if (run->stopped()) {
        return GGML_STATUS_ABORTED;
    }
    if (run->skip_graphs > 0) {
        run->skip_graphs--;
        return GGML_STATUS_SUCCESS;
    }
    set_callbacks(sched, stopped, run);
    ggml_status status = __real_ggml_backend_sched_graph_compute(sched, graph);
    set_callbacks(sched, nullptr, nullptr);
    return status;
}
