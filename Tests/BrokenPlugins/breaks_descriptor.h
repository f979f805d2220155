/* Breaks of the descriptor and of the file; what no break defines keeps its promise. */
#if defined(BREAK_SAME_TWICE)
static char changing[64] = "Changes with its process.";
#define SUMMARY changing
#define DECLARING() snprintf(changing, sizeof changing, "Process %d.", (int)getpid())
#elif defined(BREAK_LOADS)
#define ENTRY(name, version, indicator_) \
  ROT_EXPORT const rot_plugin *rot_plugin_entry(void); \
  const rot_plugin *rot_plugin_entry(void) { return (void)indicator_, NULL; }
#elif defined(BREAK_ENTRY)
#define ENTRY(name, version, indicator_) \
  const rot_indicator *other_entry(void); \
  const rot_indicator *other_entry(void) { return indicator_; }
#elif defined(BREAK_ID)
#define ID "Prober"
#elif defined(BREAK_VERSION)
#define VERSION "1.0"
#elif defined(BREAK_SUMMARY)
#define SUMMARY \
  "This summary goes on and on and tells far more than anybody who reads a list of indicators wants " \
  "to read in one line."
#elif defined(BREAK_DOCUMENTATION)
#define DOCUMENTATION "See the summary."
#elif defined(BREAK_ROLE_NAMES)
#define ROLE "Series"
#elif defined(BREAK_PARAMETER_NAMES)
#define PARAMETER "Window"
#elif defined(BREAK_OUTPUT_NAMES)
#define OUTPUT "Change"
#elif defined(BREAK_CAUSAL_STREAMS)
#define SERIES_FLAGS 0
#elif defined(BREAK_P_VALUES)
#define P_FLAGS 0
#elif defined(BREAK_LOOK_BACK)
static int64_t asked;
#define LOOK_BACK_ROWS(window) ((window) + asked++ % 2)
#elif defined(BREAK_LOOK_BACK_LIMITS)
#define LOOK_BACK_ROWS(window) ((window) == 50 ? -1 : (window))
#elif defined(BREAK_DEFAULT_SERIES)
#define SERIES "IWM,IWN"
#elif defined(BREAK_DEMO_SERIES)
#define DEMO "DEMO_NOTHING"
#elif defined(BREAK_INPUT_DOCS)
#define ROLE_DOC ""
#elif defined(BREAK_PARAMETER_DOCS)
#define PARAMETER_DOC ""
#elif defined(BREAK_OUTPUT_DOCS)
#define OUTPUT_DOC ""
#elif defined(BREAK_COLUMN_DOCS)
#define COLUMN_DOC ""
#elif defined(BREAK_UNITS)
#define UNIT "bars of whatever length the clock has"
#elif defined(BREAK_PARAMETER_LIMITS)
#define WINDOW_LIMITS .minimum = 0, .maximum = 0
#elif defined(BREAK_CHOICES_NAMED)
#define MODES "plain", "Two Words"
#elif defined(BREAK_TEXT_RELOCATIONS)
__asm__(".pushsection .text\n.quad evaluate\n.popsection");
#elif defined(BREAK_WRITABLE_CODE)
__asm__(".pushsection .odd,\"awx\",@progbits\n.byte 0xc3\n.popsection");
#elif defined(BREAK_EXPORTS)
ROT_EXPORT int helper(int);
ROT_EXPORT int helper(int x) { return x + 1; }
#endif

#ifndef ENTRY
#ifndef DECLARING
#define DECLARING() (void)0
#endif
#define ENTRY(plugin_name, plugin_version, indicator_) \
  ROT_EXPORT const rot_plugin *rot_plugin_entry(void); \
  const rot_plugin *rot_plugin_entry(void) { \
    static const rot_indicator *const indicators[] = {indicator_}; \
    static const rot_plugin plugin = { \
      .struct_size = sizeof(rot_plugin), .abi_version = ROT_ABI_VERSION, .name = plugin_name, \
      .version = plugin_version, .indicators = indicators, .indicator_count = 1}; \
    DECLARING(); \
    return &plugin; \
  }
#endif
