// A library that says of itself that it is ONNX Runtime 1.5, which has none of the interfaces that are asked for.
#include <stddef.h>
#include <stdint.h>

static const void* no_api(uint32_t version) {
  (void)version;
  return NULL;
}
static const char* version(void) { return "1.5.0"; }
static const struct {
  const void* (*get_api)(uint32_t);
  const char* (*get_version_string)(void);
} base = {no_api, version};

const void* OrtGetApiBase(void) { return &base; }
