// Linked into libwhisper with -Wl,--wrap=ggml_backend_sched_graph_compute,--wrap=ggml_flash_attn_ext.
#include "run_scope.h"

#include "ggml-backend.h"

namespace {

thread_local earshot_run * current = nullptr;

} // namespace

extern "C" void earshot_set_run(earshot_run * run) {
    current = run;
}

// --- Graphs that stop

namespace {

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

extern "C" ggml_status __real_ggml_backend_sched_graph_compute(ggml_backend_sched_t sched, ggml_cgraph * graph);

// The one function through which whisper.cpp computes graphs. The CPU backend gets a callback that reads the flag of the
// calling thread's run, which it does after every node. On CUDA a graph that has begun runs to its end.
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

// --- Attention to what was encoded

namespace {

// Keys or values without their padding.
ggml_tensor * without_padding(ggml_context * context, ggml_tensor * padded, int positions) {
    return ggml_view_3d(context, padded, padded->ne[0], positions, padded->ne[2], padded->nb[1], padded->nb[2], 0);
}

void clear_padding(earshot_run & run, const ggml_tensor * padded) {
    ggml_tensor * whole = padded->view_src;
    const size_t row = padded->nb[1];
    const size_t from = padded->view_offs + run.positions * row;
    const size_t size = (padded->ne[1] - run.positions) * row;
    if (from + size <= ggml_nbytes(whole) && run.cleared.emplace(whole, from).second) {
        ggml_backend_tensor_memset(whole, 0, from, size);
    }
}

} // namespace

extern "C" ggml_tensor * __real_ggml_flash_attn_ext(
    ggml_context * context, ggml_tensor * q, ggml_tensor * k, ggml_tensor * v, ggml_tensor * mask, float scale,
    float max_bias, float logit_softcap);

// whisper.cpp rounds the encoder's keys up to a multiple of 256 and never writes the rest. In a fresh state that is zero; after
// another run, with another context, it is what that one left there. The rest is cleared, as it is in a fresh state. With a
// fitted context so many zeros would still take their share of attention, so on the processor they are left out as well;
// CUDA's kernels need the multiple, which is why contexts are fitted to it there.
extern "C" ggml_tensor * __wrap_ggml_flash_attn_ext(
    ggml_context * context, ggml_tensor * q, ggml_tensor * k, ggml_tensor * v, ggml_tensor * mask, float scale,
    float max_bias, float logit_softcap) {
    earshot_run * run = current;
    // The decoder's attention to its own tokens has a mask.
    if (run != nullptr && mask == nullptr && k->ne[1] > run->positions && k->view_src != nullptr && v->view_src != nullptr) {
        clear_padding(*run, k);
        clear_padding(*run, v);
        if (run->positions < run->full_positions && ggml_backend_buffer_is_host(k->view_src->buffer)) {
            k = without_padding(context, k, run->positions);
            v = without_padding(context, v, run->positions);
        }
    }
    return __real_ggml_flash_attn_ext(context, q, k, v, mask, scale, max_bias, logit_softcap);
}
