// Creates a delegate that writes to standard error, then looks whose the process' signals are. Prints "ok" where they are still the default.
#include <dlfcn.h>
#include <signal.h>
#include <stddef.h>
#include <stdio.h>

int main(int argc, char** argv) {
  void* library = dlopen(argc > 1 ? argv[1] : "", RTLD_NOW | RTLD_LOCAL);
  if (!library) return 1;
  void* (*create)(const char**, const char**, size_t, void (*)(const char*)) = dlsym(library, "tflite_plugin_create_delegate");
  const char *key = "log", *value = "stderr";
  if (!create || !create(&key, &value, 1, NULL)) return 1;
  const int ours[] = {SIGINT, SIGQUIT, SIGCONT, SIGCHLD, SIGTERM, SIGHUP, SIGWINCH, SIGTSTP, SIGABRT};
  for (size_t i = 0; i < sizeof ours / sizeof *ours; i++) {
    struct sigaction action;
    sigaction(ours[i], NULL, &action);
    if (action.sa_handler != SIG_DFL) return printf("signal %d was taken\n", ours[i]), 1;
  }
  puts("ok");
  return 0;
}
