// Preloaded into the program: whisper.cpp dies, or hangs, of recordings with a mark in them. EARSHOT_FAULT is "crash" or "hang".
#define _GNU_SOURCE
#include <dlfcn.h>
#include <link.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define MARK (31354 / 32768.0f)

typedef int (*pcm_to_mel)(void *, void *, const float *, int, int);

static int is_marked(const float *samples, int count) {
    for (int i = 0; i + 2 < count; ++i) {
        if (samples[i] == MARK && samples[i + 1] == -MARK && samples[i + 2] == MARK) {
            return 1;
        }
    }
    return 0;
}

// The program opens libwhisper for itself alone, so that RTLD_NEXT does not see it.
static int find(struct dl_phdr_info *info, size_t size, void *path) {
    (void) size;
    if (strstr(info->dlpi_name, "/libwhisper.so") == NULL) {
        return 0;
    }
    *(const char **) path = info->dlpi_name;
    return 1;
}

int whisper_pcm_to_mel_with_state(void *context, void *state, const float *samples, int count, int threads) {
    const char *fault = getenv("EARSHOT_FAULT");
    if (fault != NULL && is_marked(samples, count)) {
        while (strcmp(fault, "hang") == 0) {
            pause();
        }
        *(volatile int *) 8 = 1;
    }
    const char *path = NULL;
    dl_iterate_phdr(find, &path);
    pcm_to_mel real = (pcm_to_mel) dlsym(dlopen(path, RTLD_LAZY | RTLD_NOLOAD), "whisper_pcm_to_mel_with_state");
    return real(context, state, samples, count, threads);
}
