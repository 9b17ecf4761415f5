// Runs models that may be broken, each in a process of its own, without and with a delegate plug-in, and says how the two compare.
//   mutants PLUGIN ONNXRUNTIME CPU_SECONDS STEPS < PATHS     one line per path: PATH VERDICT PLAIN PLUGIN
// VERDICT: same, differs, both-fail, only-plugin (fails), only-plain (fails), any-delegate: as with a delegate that does nothing, for which TFLite
// prepares the model twice; unstable: plain TFLite's results are made of memory that nobody wrote. An outcome: ok, refused, hang, or the signal's number. With MUTANTS_LOG set, what is logged goes to stderr.
#define _GNU_SOURCE
#include <dlfcn.h>
#include <malloc.h>
#include <math.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tensorflow/lite/c/c_api.h"
#include "tensorflow/lite/c/common.h"

#define CAPACITY (1u << 22)
#define MAX_OUTPUTS 64
#define WALL_FACTOR 30

typedef struct {
  int count;
  size_t sizes[MAX_OUTPUTS];
  TfLiteType types[MAX_OUTPUTS];
  size_t used;
  unsigned char bytes[CAPACITY];
} Outputs;

typedef enum { OK, REFUSED, HANG, CRASHED } Kind;
typedef struct {
  Kind kind;
  int signal;
} Outcome;

static TfLiteStatus accept_all(TfLiteContext* context, struct TfLiteDelegate* self) {
  (void)context;
  (void)self;
  return kTfLiteOk;
}

static void silent(void* user_data, const char* format, va_list args) {
  (void)user_data;
  if (getenv("MUTANTS_LOG")) {
    vfprintf(stderr, format, args);
    fputc('\n', stderr);
  }
}

static void fill(TfLiteTensor* tensor, unsigned* state) {
  unsigned char* data = TfLiteTensorData(tensor);
  size_t size = TfLiteTensorByteSize(tensor);
  TfLiteType type = TfLiteTensorType(tensor);
  size_t width = type == kTfLiteFloat32 || type == kTfLiteInt32 ? 4 : type == kTfLiteInt64 ? 8 : 1;
  if (!data) exit(1);
  memset(data, 0, size);
  for (size_t i = 0; i + width <= size; i += width) {
    *state = *state * 1664525u + 1013904223u;
    float real = (float)(*state >> 8) / (1 << 23) - 1;
    unsigned char small = width == 1 && type != kTfLiteBool ? *state >> 24 : *state >> 31;
    if (type == kTfLiteFloat32) memcpy(data + i, &real, 4);
    else data[i] = small;
  }
}

// What memory is filled with where nobody wrote.
static int perturb = 0x55;

static void run(const char* path, const char* plugin, Outputs* outputs) {
  TfLiteModel* model = TfLiteModelCreateFromFile(path);
  if (!model) exit(1);
  TfLiteInterpreterOptions* options = TfLiteInterpreterOptionsCreate();
  TfLiteInterpreterOptionsSetNumThreads(options, 1);
  TfLiteInterpreterOptionsSetErrorReporter(options, silent, NULL);
  TfLiteDelegate nothing = {.Prepare = accept_all};
  if (plugin && !*plugin) TfLiteInterpreterOptionsAddDelegate(options, &nothing);
  if (plugin && *plugin) {
    void* library = dlopen(plugin, RTLD_NOW | RTLD_LOCAL);
    if (!library) abort();
    TfLiteDelegate* (*create)(const char* const*, const char* const*, size_t, void (*)(const char*)) = dlsym(library, "tflite_plugin_create_delegate");
    TfLiteInterpreterOptionsAddDelegate(options, create(NULL, NULL, 0, NULL));
  }
  TfLiteInterpreter* interpreter = TfLiteInterpreterCreate(model, options);
  if (!interpreter || TfLiteInterpreterAllocateTensors(interpreter) != kTfLiteOk) exit(1);
  unsigned state = 7;
  for (int i = 0; i < TfLiteInterpreterGetInputTensorCount(interpreter); i++) fill(TfLiteInterpreterGetInputTensor(interpreter, i), &state);
  if (TfLiteInterpreterInvoke(interpreter) != kTfLiteOk) exit(1);
  for (int i = 0; i < TfLiteInterpreterGetOutputTensorCount(interpreter) && i < MAX_OUTPUTS; i++) {
    const TfLiteTensor* tensor = TfLiteInterpreterGetOutputTensor(interpreter, i);
    size_t size = TfLiteTensorByteSize(tensor);
    if (size > CAPACITY - outputs->used || !TfLiteTensorData(tensor)) break;
    memcpy(outputs->bytes + outputs->used, TfLiteTensorData(tensor), size);
    outputs->types[i] = TfLiteTensorType(tensor);
    outputs->sizes[i] = size;
    outputs->used += size;
    outputs->count = i + 1;
  }
}

static void limit(int resource, rlim_t value) {
  struct rlimit limits = {value, value};
  setrlimit(resource, &limits);
}

static Outcome child(const char* path, const char* plugin, int seconds, Outputs* outputs) {
  outputs->count = 0;
  outputs->used = 0;
  fflush(stdout);
  pid_t pid = fork();
  if (pid == 0) {
    limit(RLIMIT_CPU, seconds);
    limit(RLIMIT_DATA, (rlim_t)3 << 30);
    limit(RLIMIT_CORE, 0);
    alarm(seconds * WALL_FACTOR);
    if (!getenv("MUTANTS_LOG")) (void)!freopen("/dev/null", "w", stderr);
    // What nobody wrote is the same for both.
    mallopt(M_PERTURB, perturb);
    run(path, plugin, outputs);
    _exit(0);
  }
  int status;
  if (pid < 0 || waitpid(pid, &status, 0) != pid) {
    perror("fork");
    exit(2);
  }
  if (WIFEXITED(status)) return (Outcome){WEXITSTATUS(status) == 0 ? OK : REFUSED, 0};
  int signal = WTERMSIG(status);
  return (Outcome){signal == SIGXCPU || signal == SIGKILL || signal == SIGALRM ? HANG : CRASHED, signal};
}

static double largest(const float* values, size_t count) {
  double result = 0;
  for (size_t i = 0; i < count; i++)
    if (isfinite(values[i]) && fabsf(values[i]) < 3e38f && fabs(values[i]) > result) result = fabs(values[i]);
  return result;
}

static int close_floats(const float* a, const float* b, size_t count) {
  double allowed = 1e-3 * largest(b, count) + 1e-6;
  for (size_t i = 0; i < count; i++) {
    if (isnan(a[i]) && isnan(b[i])) continue;
    if (fabsf(a[i]) > 3e38f && fabsf(b[i]) > 3e38f && signbit(a[i]) == signbit(b[i])) continue;
    if (!(fabs((double)a[i] - b[i]) <= allowed)) return 0;
  }
  return 1;
}

// By how much quantized integers may differ.
static int steps;

static int close_bytes(const unsigned char* a, const unsigned char* b, size_t count, TfLiteType type) {
  for (size_t i = 0; i < count; i++) {
    int difference = type == kTfLiteInt8 ? (signed char)a[i] - (signed char)b[i] : a[i] - b[i];
    if (abs(difference) > (type == kTfLiteInt8 || type == kTfLiteUInt8 ? steps : 0)) return 0;
  }
  return 1;
}

static int same(const Outputs* a, const Outputs* b) {
  if (a->count != b->count || a->used != b->used) return 0;
  size_t at = 0;
  for (int i = 0; i < a->count; i++) {
    if (a->types[i] != b->types[i] || a->sizes[i] != b->sizes[i]) return 0;
    float *x = malloc(a->sizes[i] + 4), *y = malloc(a->sizes[i] + 4);
    memcpy(x, a->bytes + at, a->sizes[i]);
    memcpy(y, b->bytes + at, a->sizes[i]);
    int equal = a->types[i] == kTfLiteFloat32 ? close_floats(x, y, a->sizes[i] / 4) : close_bytes((void*)x, (void*)y, a->sizes[i], a->types[i]);
    free(x);
    free(y);
    if (!equal) return 0;
    at += a->sizes[i];
  }
  return 1;
}

// A crash is worse than an error, and is not the same failure.
static const char* compare(Outcome without, const Outputs* plain, Outcome with, const Outputs* delegated) {
  if (without.kind == OK && with.kind == OK) return same(delegated, plain) ? "same" : "differs";
  if (with.kind == OK) return "only-plain";
  return with.kind > without.kind ? "only-plugin" : "both-fail";
}

// Whether plain TFLite's results are the same whatever lies in memory that nobody wrote.
static int is_stable(const char* path, int seconds, Outputs* a, Outputs* b) {
  Outcome first = child(path, NULL, seconds, a);
  perturb = 0x2a;
  Outcome second = child(path, NULL, seconds, b);
  perturb = 0x55;
  return first.kind == second.kind && (first.kind != OK || same(a, b));
}

static void print(Outcome outcome) {
  if (outcome.kind == CRASHED) printf(" signal-%d", outcome.signal);
  else printf(" %s", outcome.kind == OK ? "ok" : outcome.kind == HANG ? "hang" : "refused");
}

int main(int argc, char** argv) {
  if (argc != 5) {
    fprintf(stderr, "PLUGIN ONNXRUNTIME CPU_SECONDS STEPS\n");
    return 2;
  }
  setvbuf(stdout, NULL, _IOLBF, 0);
  // Loaded once, for all children: it is what takes longest to load.
  if (!dlopen(argv[2], RTLD_NOW | RTLD_LOCAL)) fprintf(stderr, "%s\n", dlerror());
  setenv("WEBNN_ONNXRUNTIME", argv[2], 1);
  setenv("DOTNET_GCHeapHardLimit", "40000000", 1);
  Outputs* plain = mmap(NULL, sizeof *plain, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
  Outputs* delegated = mmap(NULL, sizeof *delegated, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
  int seconds = atoi(argv[3]);
  steps = atoi(argv[4]);
  char path[4096];
  while (fgets(path, sizeof path, stdin)) {
    path[strcspn(path, "\n")] = 0;
    Outcome without = child(path, NULL, seconds, plain);
    Outcome with = child(path, argv[1], seconds, delegated);
    const char* verdict = compare(without, plain, with, delegated);
    if (!strcmp(verdict, "differs") || !strcmp(verdict, "only-plugin")) {
      Outcome inert = child(path, "", seconds, plain);
      if (!strcmp(compare(inert, plain, with, delegated), "same") || (inert.kind != OK && inert.kind == with.kind)) verdict = "any-delegate";
      else if (!is_stable(path, seconds, plain, delegated)) verdict = "unstable";
    }
    printf("%s %s", path, verdict);
    print(without);
    print(with);
    printf("\n");
  }
  return 0;
}
