// A TensorFlow Lite program that knows nothing of WebNN: loads a model, gives it to a delegate plug-in, runs it.
//   run_model MODEL PLUGIN INPUTS OUTPUTS CYCLES [KEY=VALUE...]     PLUGIN -: none; INPUTS -: zeros; OUTPUTS -: not written
// Built with -DWRAPPER it loads the plug-in through TFLite's external-delegate wrapper, else by dlopen. Built with -DEARLY it destroys the
// delegate while its interpreter still runs, which TFLite forbids.
#include <dlfcn.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "tensorflow/lite/c/c_api.h"

#define MAX_OPTIONS 256

#ifdef WRAPPER
// external_delegate.h has a const int as an array's bound, which is C++.
typedef struct TfLiteExternalDelegateOptions {
  const char* lib_path;
  int count;
  const char* keys[MAX_OPTIONS];
  const char* values[MAX_OPTIONS];
  TfLiteStatus (*insert)(struct TfLiteExternalDelegateOptions*, const char*, const char*);
} TfLiteExternalDelegateOptions;
TfLiteExternalDelegateOptions TfLiteExternalDelegateOptionsDefault(const char* lib_path);
TfLiteDelegate* TfLiteExternalDelegateCreate(const TfLiteExternalDelegateOptions* options);
void TfLiteExternalDelegateDelete(TfLiteDelegate* delegate);
#endif

typedef struct {
  const char* model;
  const char* plugin;
  const char* keys[MAX_OPTIONS];
  const char* values[MAX_OPTIONS];
  size_t count;
} Arguments;

static double now_ms(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return t.tv_sec * 1e3 + t.tv_nsec / 1e6;
}

// The interpreter and its tensors, with which the delegate compiles.
static double prepare_ms;

static void die(const char* what) {
  fprintf(stderr, "FAILED %s\n", what);
  exit(1);
}

static void report(void* user_data, const char* format, va_list args) {
  (void)user_data;
  fputs("log ", stderr);
  vfprintf(stderr, format, args);
  fputc('\n', stderr);
}

#ifndef WRAPPER
static void report_error(const char* message) { fprintf(stderr, "error %s\n", message); }
static void (*destroy)(TfLiteDelegate*);
#endif

static TfLiteDelegate* create_delegate(const Arguments* a) {
#ifdef WRAPPER
  TfLiteExternalDelegateOptions options = TfLiteExternalDelegateOptionsDefault(a->plugin);
  for (size_t i = 0; i < a->count; i++) options.insert(&options, a->keys[i], a->values[i]);
  return TfLiteExternalDelegateCreate(&options);
#else
  void* library = dlopen(a->plugin, RTLD_NOW | RTLD_LOCAL);
  if (!library) die(dlerror());
  TfLiteDelegate* (*create)(const char* const*, const char* const*, size_t, void (*)(const char*)) = dlsym(library, "tflite_plugin_create_delegate");
  destroy = dlsym(library, "tflite_plugin_destroy_delegate");
  return create(a->keys, a->values, a->count, report_error);
#endif
}

static void destroy_delegate(TfLiteDelegate* delegate) {
#ifdef WRAPPER
  TfLiteExternalDelegateDelete(delegate);
#else
  destroy(delegate);
#endif
}

static void fill_inputs(TfLiteInterpreter* interpreter, const char* path) {
  FILE* file = strcmp(path, "-") ? fopen(path, "rb") : NULL;
  for (int i = 0; i < TfLiteInterpreterGetInputTensorCount(interpreter); i++) {
    TfLiteTensor* tensor = TfLiteInterpreterGetInputTensor(interpreter, i);
    size_t size = TfLiteTensorByteSize(tensor);
    memset(TfLiteTensorData(tensor), 0, size);
    if (file && fread(TfLiteTensorData(tensor), 1, size, file) != size) die("the inputs are too short");
  }
  if (file) fclose(file);
}

static void write_outputs(TfLiteInterpreter* interpreter, const char* path) {
  FILE* file = fopen(path, "wb");
  for (int i = 0; i < TfLiteInterpreterGetOutputTensorCount(interpreter); i++) {
    const TfLiteTensor* tensor = TfLiteInterpreterGetOutputTensor(interpreter, i);
    // TFLite gives no memory to a tensor of a broken graph that it believes to be written by then.
    if (TfLiteTensorData(tensor)) fwrite(TfLiteTensorData(tensor), 1, TfLiteTensorByteSize(tensor), file);
    else fprintf(stderr, "output %d has no memory\n", i);
  }
  fclose(file);
}

static void cycle(const Arguments* a, TfLiteModel* model, const char* inputs, const char* outputs) {
  TfLiteDelegate* delegate = strcmp(a->plugin, "-") ? create_delegate(a) : NULL;
  TfLiteInterpreterOptions* options = TfLiteInterpreterOptionsCreate();
  TfLiteInterpreterOptionsSetNumThreads(options, 1);
  TfLiteInterpreterOptionsSetErrorReporter(options, report, NULL);
  if (delegate) TfLiteInterpreterOptionsAddDelegate(options, delegate);
  double before = now_ms();
  TfLiteInterpreter* interpreter = TfLiteInterpreterCreate(model, options);
  TfLiteInterpreterOptionsDelete(options);
  if (!interpreter) die("TfLiteInterpreterCreate");
  if (TfLiteInterpreterAllocateTensors(interpreter) != kTfLiteOk) die("TfLiteInterpreterAllocateTensors");
  prepare_ms = now_ms() - before;
  fill_inputs(interpreter, inputs);
#ifdef EARLY
  if (delegate) destroy_delegate(delegate);
#endif
  if (TfLiteInterpreterInvoke(interpreter) != kTfLiteOk) die("TfLiteInterpreterInvoke");
  if (outputs) write_outputs(interpreter, outputs);
  TfLiteInterpreterDelete(interpreter);
  if (delegate) destroy_delegate(delegate);
}

static long resident_kb(void) {
  long kb = 0;
  char line[256];
  FILE* file = fopen("/proc/self/status", "r");
  while (file && fgets(line, sizeof line, file)) sscanf(line, "VmRSS: %ld", &kb);
  if (file) fclose(file);
  return kb;
}

int main(int argc, char** argv) {
  if (argc < 6) die("MODEL PLUGIN INPUTS OUTPUTS CYCLES [KEY=VALUE...]");
  Arguments a = {.model = argv[1], .plugin = argv[2]};
  for (int i = 6; i < argc; i++) {
    char* equals = strchr(argv[i], '=');
    if (!equals) die("an option is KEY=VALUE");
    *equals = 0;
    a.keys[a.count] = argv[i];
    a.values[a.count++] = equals + 1;
  }
  int cycles = atoi(argv[5]);
  TfLiteModel* model = TfLiteModelCreateFromFile(a.model);
  if (!model) die("TfLiteModelCreateFromFile");
  double start = now_ms();
  for (int i = 0; i < cycles; i++) {
    cycle(&a, model, argv[3], i == 0 && strcmp(argv[4], "-") ? argv[4] : NULL);
    if (i == 0) printf("first_ms %.2f\nprepare_ms %.2f\n", now_ms() - start, prepare_ms);
    if (cycles >= 10 && (i + 1) % (cycles / 10) == 0) printf("rss_kb %d %ld\n", i + 1, resident_kb());
    fflush(stdout);
  }
  printf("tflite %s\n", TfLiteVersion());
  TfLiteModelDelete(model);
  return 0;
}
