// Creates a delegate that writes to standard error, then looks whose the process' signals are. Prints "ok" where they are whose they were: a
// parent may have had some ignored.
#include <dlfcn.h>
#include <signal.h>
#include <stddef.h>
#include <stdio.h>

static const int ours[] = {SIGINT, SIGQUIT, SIGCONT, SIGCHLD, SIGTERM, SIGHUP, SIGWINCH, SIGTSTP, SIGABRT};
enum { count = sizeof ours / sizeof *ours };

int main(int argc, char** argv) {
  void* library = dlopen(argc > 1 ? argv[1] : "", RTLD_NOW | RTLD_LOCAL);
  if (!library) return 1;
  void* (*create)(const char**, const char**, size_t, void (*)(const char*)) = dlsym(library, "tflite_plugin_create_delegate");
  const char *key = "log", *value = "stderr";
  struct sigaction before[count];
  for (size_t i = 0; i < count; i++) sigaction(ours[i], NULL, &before[i]);
  if (!create || !create(&key, &value, 1, NULL)) return 1;
  for (size_t i = 0; i < count; i++) {
    struct sigaction after;
    sigaction(ours[i], NULL, &after);
    if (after.sa_handler != before[i].sa_handler) return printf("signal %d was taken\n", ours[i]), 1;
  }
  puts("ok");
  return 0;
}
