// Stands in for the sources of a CPU variant that is not built.
typedef int unused_variant;
