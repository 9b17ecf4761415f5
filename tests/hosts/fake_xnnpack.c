// A library that says of itself that it is TensorFlow Lite and has nothing behind its functions but XNNPACK's options, in three layouts.
// LAYOUT 1 has 8 bytes and 2 has 16, both of which come back in registers; 3 begins as current LiteRT does and comes back in memory.
#include <stdint.h>

typedef struct {
  int32_t num_threads;
#if LAYOUT == 3
  uint32_t runtime_flags;
#endif
  uint32_t flags;
#if LAYOUT != 1
  const char* weights_cache;
#endif
#if LAYOUT == 3
  int64_t more[8];
#endif
} Options;

static const char cache[] = "cache";
static Options given;

static Options defaults(void) {
  Options options = {0};
  options.flags = FLAGS;
#if LAYOUT != 1
  options.weights_cache = cache;
#endif
#if LAYOUT == 3
  options.runtime_flags = 0;
  for (int i = 0; i < 8; i++) options.more[i] = 1000 + i;
#endif
  return options;
}

const char* TfLiteVersion(void) { return VERSION; }
Options TfLiteXNNPackDelegateOptionsDefault(void) { return defaults(); }
void TfLiteXNNPackDelegateDelete(void* target) { (void)target; }
void* TfLiteXNNPackDelegateCreate(const Options* options) {
  given = *options;
  return &given;
}

int32_t given_threads(void) { return given.num_threads; }
uint32_t given_flags(void) { return given.flags; }

// Whether all but threads and flags is what the library itself began with.
int32_t rest_is_default(void) {
#if LAYOUT == 3
  for (int i = 0; i < 8; i++) if (given.more[i] != 1000 + i) return 0;
  if (given.runtime_flags != 0) return 0;
#endif
#if LAYOUT != 1
  if (given.weights_cache != cache) return 0;
#endif
  return 1;
}

#define NOTHING(name) void* name(void) { return 0; }
NOTHING(TfLiteModelCreate)
NOTHING(TfLiteModelDelete)
NOTHING(TfLiteInterpreterOptionsCreate)
NOTHING(TfLiteInterpreterOptionsDelete)
NOTHING(TfLiteInterpreterOptionsSetNumThreads)
NOTHING(TfLiteInterpreterOptionsAddDelegate)
NOTHING(TfLiteInterpreterOptionsSetErrorReporter)
NOTHING(TfLiteInterpreterCreate)
NOTHING(TfLiteInterpreterDelete)
NOTHING(TfLiteInterpreterGetInputTensorCount)
NOTHING(TfLiteInterpreterGetInputTensor)
NOTHING(TfLiteInterpreterResizeInputTensor)
NOTHING(TfLiteInterpreterAllocateTensors)
NOTHING(TfLiteInterpreterInvoke)
NOTHING(TfLiteInterpreterResetVariableTensors)
NOTHING(TfLiteInterpreterGetOutputTensorCount)
NOTHING(TfLiteInterpreterGetOutputTensor)
