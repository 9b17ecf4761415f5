// A stand-in for TFLite, one ADD node and one unknown one, whose TfLiteRegistration is the newest layout and longer (-DNEWEST) or TFLite 2.2's.
//   fake_host PLUGIN    prints "ok" where the plug-in did everything right
#include <dlfcn.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tensorflow/lite/c/common.h"

#define CHECK(condition) \
  do { \
    if (!(condition)) { fprintf(stderr, "FAILED line %d: %s\n", __LINE__, #condition); exit(1); } \
  } while (0)

typedef struct {
  void* (*init)(TfLiteContext*, const char*, size_t);
  void (*free)(TfLiteContext*, void*);
  TfLiteStatus (*prepare)(TfLiteContext*, TfLiteNode*);
  TfLiteStatus (*invoke)(TfLiteContext*, TfLiteNode*);
  const char* (*profiling_string)(const TfLiteContext*, const TfLiteNode*);
  int32_t builtin_code;
  const char* custom_name;
  int version;
#ifdef NEWEST
  void* registration_external;
  void* async_kernel;
  uint64_t inplace_operator;
  unsigned char not_yet_known[64];
#endif
} Registration;

typedef struct { int size; int data[3]; } Array;
static const struct { int activation; bool pot_scale_int16; } add_params = {0, false};
static float values[4][4] = {{1, 2, 3, 4}, {10, 20, 30, 40}, {0}, {0}};
static Array plan = {2, {0, 1}}, shape = {1, {4}}, claimed = {0, {0}};
static Array node_inputs[2] = {{2, {0, 1}}, {1, {2}}}, node_outputs[2] = {{1, {2}}, {1, {3}}};
static TfLiteTensor tensors[4];
static TfLiteNode nodes[2], kernel_node;
static Registration registrations[2], kernel;
static TfLiteDelegateParams params;
static int reports;

static TfLiteStatus execution_plan(TfLiteContext* c, TfLiteIntArray** result) { (void)c; *result = (TfLiteIntArray*)&plan; return kTfLiteOk; }

static TfLiteStatus node_and_registration(TfLiteContext* c, int index, TfLiteNode** node, TfLiteRegistration** registration) {
  (void)c;
  *node = &nodes[index];
  *registration = (TfLiteRegistration*)&registrations[index];
  return kTfLiteOk;
}

static void report_error(TfLiteContext* c, const char* format, ...) {
  (void)c;
  va_list args;
  va_start(args, format);
  vfprintf(stderr, format, args);
  va_end(args);
  fputc('\n', stderr);
  reports++;
}

static TfLiteStatus preview(TfLiteContext* c, const TfLiteIntArray* wanted, TfLiteDelegateParams** partitions, int* count) {
  (void)c;
  // Of all nodes first, to see what the graph's outputs are.
  CHECK(wanted->data[0] == 0 && (wanted->size == 1 || (wanted->size == 2 && wanted->data[1] == 1)));
  params = (TfLiteDelegateParams){NULL, (TfLiteIntArray*)wanted, (TfLiteIntArray*)&node_inputs[0], (TfLiteIntArray*)&node_outputs[wanted->size - 1]};
  *partitions = &params;
  *count = 1;
  return kTfLiteOk;
}

// By value, as TFLite has it: what the plug-in's own, longer struct holds here is what a host of this layout reads.
static TfLiteStatus replace(TfLiteContext* c, Registration registration, const TfLiteIntArray* wanted, TfLiteDelegate* delegate) {
  CHECK(wanted->size == 1 && wanted->data[0] == 0 && delegate);
  CHECK(registration.init && registration.free && registration.prepare && registration.invoke && registration.version == 1);
  CHECK(!registration.profiling_string && registration.custom_name && strlen(registration.custom_name) > 0);
#ifdef NEWEST
  CHECK(!registration.registration_external && !registration.async_kernel && !registration.inplace_operator);
  for (size_t i = 0; i < sizeof registration.not_yet_known; i++) CHECK(registration.not_yet_known[i] == 0);
#endif
  kernel = registration;
  claimed = (Array){1, {0}};
  params = (TfLiteDelegateParams){delegate, (TfLiteIntArray*)&claimed, (TfLiteIntArray*)&node_inputs[0], (TfLiteIntArray*)&node_outputs[0]};
  kernel_node = (TfLiteNode){.inputs = params.input_tensors, .outputs = params.output_tensors, .builtin_data = &params, .delegate = delegate};
  kernel_node.user_data = registration.init(c, (const char*)&params, sizeof params);
  CHECK(kernel_node.user_data);
  return kTfLiteOk;
}

static void run(TfLiteContext* context, TfLiteDelegate* delegate) {
  memset(values[2], 0, sizeof values[2]);
  CHECK(delegate->Prepare(context, delegate) == kTfLiteOk);
  CHECK(claimed.size == 1);
  CHECK(kernel.prepare(context, &kernel_node) == kTfLiteOk);
  CHECK(kernel.invoke(context, &kernel_node) == kTfLiteOk);
  for (int i = 0; i < 4; i++) CHECK(values[2][i] == 11 * (i + 1));
  kernel.free(context, kernel_node.user_data);
}

int main(int argc, char** argv) {
  void* library = dlopen(argc > 1 ? argv[1] : "", RTLD_NOW | RTLD_LOCAL);
  CHECK(library);
  TfLiteDelegate* (*create)(char**, char**, size_t, void (*)(const char*)) = dlsym(library, "tflite_plugin_create_delegate");
  void (*destroy)(TfLiteDelegate*) = dlsym(library, "tflite_plugin_destroy_delegate");
  const char* (*version)(void) = dlsym(library, "webnn_delegate_version");
  CHECK(create && destroy && version && strlen(version()) > 0);
  for (int i = 0; i < 4; i++) {
    tensors[i] = (TfLiteTensor){.type = kTfLiteFloat32, .dims = (TfLiteIntArray*)&shape, .bytes = sizeof values[i], .name = "t", .allocation_type = kTfLiteArenaRw};
    tensors[i].data.raw = (char*)values[i];
  }
  for (int i = 0; i < 2; i++) nodes[i] = (TfLiteNode){.inputs = (TfLiteIntArray*)&node_inputs[i], .outputs = (TfLiteIntArray*)&node_outputs[i]};
  nodes[0].builtin_data = (void*)&add_params;
  registrations[0] = (Registration){.builtin_code = 0, .version = 1};
  registrations[1] = (Registration){.builtin_code = 32, .custom_name = "Unknown", .version = 1};
  // What lies behind the fields of 2.2 is poison: the plug-in has to leave it alone.
  union { TfLiteContext context; unsigned char bytes[512]; } memory;
  memset(&memory, 0xDB, sizeof memory);
  memory.context.tensors_size = 4;
  memory.context.tensors = tensors;
  memory.context.recommended_num_threads = 1;
  memory.context.GetExecutionPlan = execution_plan;
  memory.context.ReportError = report_error;
  memory.context.GetNodeAndRegistration = node_and_registration;
  memory.context.ReplaceNodeSubsetsWithDelegateKernels = (void*)replace;
  memory.context.PreviewDelegatePartitioning = preview;
  destroy(NULL);
  // As Python passes it: the upper half of the count is whatever was there.
  TfLiteDelegate* first = create(NULL, NULL, 0xDEADBEEF00000000u, NULL);
  TfLiteDelegate* second = create(NULL, NULL, 0, NULL);
  CHECK(first && second && first != second);
  for (size_t i = offsetof(TfLiteDelegate, flags) + sizeof first->flags; i < 120; i++) CHECK(((unsigned char*)first)[i] == 0);
  run(&memory.context, first);
  run(&memory.context, second);
  run(&memory.context, first);
  destroy(first);
  run(&memory.context, second);
  destroy(second);
  destroy(second);
  CHECK(reports == 0);
  puts("ok");
  return 0;
}
