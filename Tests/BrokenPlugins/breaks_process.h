/* Breaks of what a plugin takes, and of what it leaves behind in the process. */
#if defined(BREAK_TIME)
#define BEFORE_BATCH(e) if (rot_output_rows((e)->frame) > 900) usleep(2200000)
#elif defined(BREAK_MEMORY)
#define BEFORE_BATCH(e) keep(malloc(1500))
#elif defined(BREAK_STREAM_MEMORY)
#define AFTER_OPEN(e, s) keep(malloc(1500))
#elif defined(BREAK_MAPPINGS)
#define BEFORE_BATCH(e) \
  keep(mmap(NULL, 8192, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0))
#elif defined(BREAK_DESCRIPTORS)
/* Only where it is looked for: elsewhere the host would run out of files, which is another check's. */
#define BEFORE_BATCH(e) if (is_asked("resources.descriptors")) open("/dev/null", O_RDONLY)
#elif defined(BREAK_SOME_DESCRIPTORS)
/* At every second call. */
#define BEFORE_BATCH(e) \
  if (is_asked("resources.descriptors") && calls++ % 2 == 0) open("/dev/null", O_RDONLY)
#elif defined(BREAK_SOME_THREADS)
#define BEFORE_BATCH(e) if (is_asked("resources.threads") && calls++ % 2 == 0) sleep_aside()
#elif defined(BREAK_LEFT_THREADS)
#define BEFORE_BATCH(e) if (is_asked("resources.threads")) sleep_aside()
#elif defined(BREAK_STACK)
#define BEFORE_BATCH(e) use_stack()
#elif defined(BREAK_STACK_REFUSED)
#define BEFORE_BATCH(e) \
  if (stack_bytes() < 1 << 20) return (e)->host->fail((e)->host, ROT_ERR_FAILED, "0 MiB of stack do not do")
#elif defined(BREAK_STACK_NUMBERS)
#define AFTER_BATCH(e, p, out, rows) if (stack_bytes() < 1 << 20) out[1] += 1
#elif defined(BREAK_PRINTS)
#define BEFORE_BATCH(e) printf("%d rows\n", (int)(e)->frame->row_count)
#elif defined(BREAK_LOAD_STATE)
#define LOADING() umask(077)
#elif defined(BREAK_LOAD_THREADS)
#define LOADING() sleep_aside()
#elif defined(BREAK_LOAD_TIME)
#define LOADING() if (is_asked("honesty.load_time")) usleep(1500000)
#elif defined(BREAK_ROUNDING)
/* Small numbers are flushed to zero from now on. */
#define BEFORE_BATCH(e) flush_small_numbers()
#elif defined(BREAK_LOCALE)
#define BEFORE_BATCH(e) setlocale(LC_ALL, "C.UTF-8")
#elif defined(BREAK_ENVIRONMENT)
#define BEFORE_BATCH(e) setenv("PROBER_WAS_HERE", "1", 1)
#elif defined(BREAK_FOLDER)
#define BEFORE_BATCH(e) if (chdir("/usr") != 0) abort()
#elif defined(BREAK_SIGNALS)
#define BEFORE_BATCH(e) signal(SIGUSR1, SIG_IGN)
#elif defined(BREAK_UMASK)
#define BEFORE_BATCH(e) umask(077)
#elif defined(BREAK_TIMERS)
#define BEFORE_BATCH(e) alarm(3600)
#elif defined(BREAK_LIMITS)
#define BEFORE_BATCH(e) lower_limit()
#elif defined(BREAK_RANDOM)
#define BEFORE_BATCH(e) srand(7)
#elif defined(BREAK_FILES)
#define BEFORE_BATCH(e) dup2(2, 0)
#endif

static void *volatile kept;
static int calls;

static inline void keep(void *memory) { kept = memory; }

static void *sleep_for_ever(void *unused) {
  for (;;) pause();
  return unused;
}

static inline void sleep_aside(void) {
  pthread_t thread;
  if (pthread_create(&thread, NULL, sleep_for_ever, NULL) == 0) pthread_detach(thread);
}

static inline void use_stack(void) {
  volatile char room[1 << 20];
  for (size_t i = 0; i < sizeof room; i += 4096) room[i] = 1;
}

/* Of a thread; the main thread has enough, and tells of what it may still grow by: nothing. */
static inline size_t stack_bytes(void) {
  if (getpid() == gettid()) return (size_t)8 << 20;
  size_t bytes = 0;
  pthread_attr_t attributes;
  if (pthread_getattr_np(pthread_self(), &attributes) != 0) return 0;
  pthread_attr_getstacksize(&attributes, &bytes);
  pthread_attr_destroy(&attributes);
  return bytes;
}

static inline int is_asked(const char *check) {
  char words[4096];
  int file = open("/proc/self/cmdline", O_RDONLY);
  ssize_t count = read(file, words, sizeof words);
  close(file);
  return count > 0 && memmem(words, (size_t)count, check, strlen(check)) != NULL;
}

static inline void flush_small_numbers(void) {
#if defined(__x86_64__)
  __builtin_ia32_ldmxcsr(__builtin_ia32_stmxcsr() | 0x8000);
#elif defined(__aarch64__)
  __asm__ volatile("msr fpcr, %0" : : "r"((uint64_t)1 << 24));
#endif
}

static inline void lower_limit(void) {
  struct rlimit limit;
  getrlimit(RLIMIT_SIGPENDING, &limit);
  limit.rlim_cur = 7;
  setrlimit(RLIMIT_SIGPENDING, &limit);
}
