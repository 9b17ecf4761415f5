// Preloaded, it hides features of the processor from a whole process and its children: .NET, ONNX Runtime and XNNPACK ask CPUID by
// themselves, each in its own way, so the instruction itself has to answer less. WEBNN_TEST_PROCESSOR says what is left: avx512 (no VNNI), avx2
// (no AVX-512 either) or baseline (no AVX at all). What a program does without asking still works.
//
// Linux lets CPUID raise SIGSEGV where the processor, or the virtual machine, has "cpuid_fault". The handler here carries the instruction
// out and clears bits of the result. Threads inherit the setting; exec ends it and preloads this again. Everyone else's handler of SIGSEGV
// is kept behind ours. Where the features cannot be hidden, the process ends with 77 and says why.
#define _GNU_SOURCE
#include <cpuid.h>
#include <dlfcn.h>
#include <errno.h>
#include <signal.h>
#include <stdint.h>
#include <string.h>
#include <sys/syscall.h>
#include <ucontext.h>
#include <unistd.h>

enum { SET_CPUID = 0x1012, SKIPPED = 77 };
enum level { NATIVE, BASELINE, AVX2, AVX512 };
enum { A, B, C, D };

#define BIT(n) (1u << (n))

static enum level level;
static struct sigaction behind;
static int (*next_sigaction)(int, const struct sigaction*, struct sigaction*);
static int (*next_sigmask)(int, const sigset_t*, sigset_t*);

// Not libc's syscall(), whose errno a signal handler would have to save.
static long let_cpuid_work(long works) {
  long result;
  __asm__ volatile("syscall" : "=a"(result) : "0"((long)SYS_arch_prctl), "D"((long)SET_CPUID), "S"(works) : "rcx", "r11", "memory");
  return result;
}

static void hide(uint32_t leaf, uint32_t part, uint32_t* r) {
  if (leaf == 7 && part == 0) {
    r[B] &= ~BIT(21);                                                           // AVX512_IFMA
    r[C] &= ~(BIT(1) | BIT(6) | BIT(11) | BIT(12) | BIT(14));                   // AVX512_VBMI, VBMI2, VNNI, BITALG, VPOPCNTDQ
    r[D] &= ~(BIT(2) | BIT(3) | BIT(8) | BIT(22) | BIT(23) | BIT(24) | BIT(25)); // AVX512_4VNNIW, 4FMAPS, VP2INTERSECT, FP16, AMX
    if (level < AVX512) r[B] &= ~(BIT(16) | BIT(17) | BIT(26) | BIT(27) | BIT(28) | BIT(30) | BIT(31)); // AVX512F, DQ, PF, ER, CD, BW, VL
    if (level < AVX2) {
      r[B] &= ~BIT(5);            // AVX2
      r[C] &= ~(BIT(9) | BIT(10)); // VAES, VPCLMULQDQ
    }
  } else if (leaf == 7 && part == 1) {
    r[A] &= ~(BIT(4) | BIT(5) | BIT(21) | BIT(23));           // AVX_VNNI, AVX512_BF16, AMX_FP16, AVX_IFMA
    r[D] &= ~(BIT(4) | BIT(5) | BIT(8) | BIT(10) | BIT(19)); // AVX_VNNI_INT8, AVX_NE_CONVERT, AMX_COMPLEX, AVX_VNNI_INT16, AVX10
  } else if (leaf == 1 && level < AVX2) {
    r[C] &= ~(BIT(12) | BIT(28) | BIT(29)); // FMA, AVX, F16C
  }
}

static int answer_cpuid(siginfo_t* info, greg_t* registers) {
  const uint8_t* at = (const uint8_t*)registers[REG_RIP];
  if (info->si_code != SI_KERNEL || at[0] != 0x0F || at[1] != 0xA2) return 0;
  uint32_t leaf = (uint32_t)registers[REG_RAX], part = (uint32_t)registers[REG_RCX], r[4];
  let_cpuid_work(1);
  __cpuid_count(leaf, part, r[A], r[B], r[C], r[D]);
  let_cpuid_work(0);
  hide(leaf, part, r);
  registers[REG_RAX] = r[A];
  registers[REG_RBX] = r[B];
  registers[REG_RCX] = r[C];
  registers[REG_RDX] = r[D];
  registers[REG_RIP] += 2;
  return 1;
}

static void on_fault(int number, siginfo_t* info, void* context) {
  if (answer_cpuid(info, ((ucontext_t*)context)->uc_mcontext.gregs)) return;
  if (behind.sa_flags & SA_SIGINFO) {
    behind.sa_sigaction(number, info, context);
  } else if (behind.sa_handler == SIG_DFL || behind.sa_handler == SIG_IGN) {
    // The instruction faults again and ends the process, as it would have; a signal that was sent comes again.
    next_sigaction(number, &(struct sigaction){.sa_handler = SIG_DFL}, NULL);
    if (info->si_code <= 0) raise(number);
  } else {
    behind.sa_handler(number);
  }
}

int sigaction(int number, const struct sigaction* action, struct sigaction* old) {
  if (!next_sigaction) next_sigaction = dlsym(RTLD_NEXT, "sigaction");
  if (number != SIGSEGV || level == NATIVE) return next_sigaction(number, action, old);
  struct sigaction before = behind;
  if (action) behind = *action;
  if (old) *old = before;
  return 0;
}

// libc's own would not call the one above.
sighandler_t signal(int number, sighandler_t handler) {
  struct sigaction action = {.sa_handler = handler, .sa_flags = SA_RESTART}, old;
  return sigaction(number, &action, &old) ? SIG_ERR : old.sa_handler;
}

// A thread that blocks SIGSEGV would end with its first CPUID.
int pthread_sigmask(int how, const sigset_t* set, sigset_t* old) {
  if (!next_sigmask) next_sigmask = dlsym(RTLD_NEXT, "pthread_sigmask");
  sigset_t open;
  if (set && how != SIG_UNBLOCK && level != NATIVE) {
    open = *set;
    sigdelset(&open, SIGSEGV);
    set = &open;
  }
  return next_sigmask(how, set, old);
}

int sigprocmask(int how, const sigset_t* set, sigset_t* old) {
  int error = pthread_sigmask(how, set, old);
  if (error) errno = error;
  return error ? -1 : 0;
}

static void skip(const char* why) {
  const char end[] = "\n";
  if (write(STDERR_FILENO, why, strlen(why)) < 0 || write(STDERR_FILENO, end, 1) < 0) _exit(SKIPPED);
  _exit(SKIPPED);
}

static const char* value_of(const char* name, char** environment) {
  size_t length = strlen(name);
  for (; *environment; environment++) {
    if (!strncmp(*environment, name, length) && (*environment)[length] == '=') return *environment + length + 1;
  }
  return NULL;
}

// First of all constructors (-z initfirst), before libc knows the environment: libgcc's own asks CPUID too.
__attribute__((constructor)) static void start(int count, char** arguments, char** environment) {
  (void)count, (void)arguments;
  const char* wanted = value_of("WEBNN_TEST_PROCESSOR", environment);
  const char* preloaded = value_of("LD_PRELOAD", environment);
  // valgrind has a CPUID of its own, and does not know the system call.
  if (!wanted || (preloaded && strstr(preloaded, "vgpreload"))) return;
  enum level asked = !strcmp(wanted, "avx512") ? AVX512 : !strcmp(wanted, "avx2") ? AVX2 : !strcmp(wanted, "baseline") ? BASELINE : NATIVE;
  if (asked == NATIVE) skip("WEBNN_TEST_PROCESSOR is none of avx512, avx2, baseline");
  unsigned a, b = 0, c, d;
  __cpuid_count(7, 0, a, b, c, d);
  if (asked == AVX512 && !(b & BIT(31))) skip("this processor has no AVX-512");
  if (asked >= AVX2 && !(b & BIT(5))) skip("this processor has no AVX2");
  struct sigaction ours = {.sa_sigaction = on_fault, .sa_flags = SA_SIGINFO | SA_ONSTACK | SA_NODEFER};
  sigaction(SIGSEGV, &ours, &behind);
  sigset_t fault;
  sigemptyset(&fault);
  sigaddset(&fault, SIGSEGV);
  pthread_sigmask(SIG_UNBLOCK, &fault, NULL);
  level = asked;
  if (let_cpuid_work(0)) skip("this processor, or virtual machine, does not let CPUID be intercepted (no cpuid_fault in /proc/cpuinfo)");
}
