/* One broken descriptor per DEFECT; without one, a sound plugin. */
#include <rothost/plugin.h>
#include <stdio.h>

#ifndef DEFECT
#define DEFECT 0
#endif
#define IF(number, broken, sound) (DEFECT == (number) ? (broken) : (sound))

static rot_status evaluate(const rot_evaluation *e) { (void)e; return ROT_OK; }
static rot_status open_stream(const rot_evaluation *e, void **s) { (void)e; *s = 0; return ROT_OK; }
static rot_status update(void *s, const rot_update *u) { (void)s; (void)u; return ROT_OK; }
static rot_status snapshot(const void *s, const rot_outputs *o) { (void)s; (void)o; return ROT_OK; }
static void close_stream(void *s) { (void)s; }

static const char *const choices[] = {"a", IF(1, "a", "b")};
static const char *const no_choice[] = {"a", NULL};

static const rot_input_spec input = {
  .struct_size = IF(2, 8, IF(45, sizeof(rot_input_spec) - 3, sizeof(rot_input_spec))),
  .flags = IF(3, 64, 0), .columns = IF(45, "high", (const char *)0),
  .transform = IF(4, 9, 0), .minimum_count = IF(5, 5, 0), .maximum_count = IF(5, 2, 0),
  .role = IF(6, (const char *)0, "series")};
static const rot_input_spec *const inputs[] = {&input, IF(7, &input, (const rot_input_spec *)0)};

static const rot_parameter_spec window = {
  .struct_size = sizeof(rot_parameter_spec), .type = IF(8, 99, ROT_INTEGER), .name = "window",
  .default_text = IF(9, "many", IF(10, "0", "20")), .minimum = IF(11, 600, 1), .maximum = 500};
static const rot_parameter_spec mode = {
  .struct_size = sizeof(rot_parameter_spec), .type = ROT_CHOICE, .name = IF(12, "window", "mode"),
  .default_text = IF(13, "c", "a"), .choices = IF(14, no_choice, choices),
  .choice_count = IF(15, 0, 2)};
static const rot_parameter_spec *const parameters[] = {&window, &mode};

static const rot_column_spec column = {
  .struct_size = sizeof(rot_column_spec), .type = IF(16, 0, ROT_REAL), .name = "lag"};
static const rot_column_spec *const columns[] = {&column};
static const rot_output_spec scalar = {
  .struct_size = sizeof(rot_output_spec), .kind = IF(17, 7, ROT_OUTPUT_SCALAR), .type = ROT_REAL,
  .name = "n"};
static const rot_output_spec series = {
  .struct_size = sizeof(rot_output_spec), .kind = ROT_OUTPUT_SERIES,
  .type = IF(18, ROT_TEXT, ROT_REAL), .name = IF(19, "n", "path")};
static const rot_output_spec table = {
  .struct_size = sizeof(rot_output_spec), .kind = ROT_OUTPUT_TABLE, .name = "profile",
  .columns = columns, .column_count = IF(20, 0, 1)};
#if DEFECT == 42 || DEFECT == 43
/* Twenty tables that share 4,000 columns, or 20 MiB of text: small in the plugin, large to copy. */
static char names[4000][16], words[1000 * 1000];
static rot_column_spec wide[4000];
static const rot_column_spec *wide_columns[4000];
static rot_output_spec wide_tables[20];
static const rot_output_spec *outputs[20];

__attribute__((constructor)) static void widen(void) {
  for (size_t i = 0; i + 1 < sizeof words; i++) words[i] = 'x';
  for (int i = 0; i < 4000; i++) {
    sprintf(names[i], "c%d", i);
    wide[i] = (rot_column_spec){
      .struct_size = sizeof(rot_column_spec), .type = ROT_REAL, .name = names[i]};
    wide_columns[i] = &wide[i];
  }
  for (int i = 0; i < 20; i++) {
    wide_tables[i] = table;
    wide_tables[i].name = names[i];
    wide_tables[i].doc = DEFECT == 43 ? words : NULL;
    wide_tables[i].columns = wide_columns;
    wide_tables[i].column_count = DEFECT == 42 ? 4000 : 1;
    outputs[i] = &wide_tables[i];
  }
}
#else
static const rot_output_spec *const outputs[] = {&scalar, &series, &table};
#endif

static const rot_indicator indicator = {
  .struct_size = IF(21, 40, IF(22, sizeof(rot_indicator) + 4096, sizeof(rot_indicator))),
  .flags = IF(23, 1u << 20, ROT_STREAMING),
  .id = IF(24, (const char *)0, IF(25, "no spaces allowed", "broken")), .version = IF(26, "", "1.0.0"),
  .summary = IF(27, "\xff\xfe", IF(44, (const char *)8, "A test.")), .documentation = NULL,
  .inputs = IF(28, (const rot_input_spec *const *)0, inputs), .input_count = IF(29, 0, IF(7, 2, 1)),
  .parameters = parameters, .parameter_count = IF(30, 5000, 2),
  .outputs = outputs, .output_count = IF(31, 0, DEFECT > 41 && DEFECT < 44 ? 20 : 3),
  .alignments = IF(32, 64, ROT_ALIGN_INNER),
  .default_alignment = IF(33, ROT_ALIGN_NATIVE, ROT_ALIGN_INNER),
  .evaluate = IF(34, (rot_status (*)(const rot_evaluation *))0, evaluate), .open = open_stream,
  .update = IF(35, (rot_status (*)(void *, const rot_update *))0, update), .snapshot = snapshot,
  .close = close_stream};
static const rot_indicator *const indicators[] = {IF(36, (const rot_indicator *)8, &indicator)};

static const rot_plugin plugin = {
  .struct_size = IF(37, 16, sizeof(rot_plugin)), .abi_version = IF(38, 2, ROT_ABI_VERSION),
  .name = IF(39, (const char *)0, "broken"), .version = "1.0.0", .indicators = indicators,
  .indicator_count = IF(40, 0, 1)};

ROT_EXPORT const rot_plugin *rot_plugin_entry(void);
const rot_plugin *rot_plugin_entry(void) { return IF(41, (const rot_plugin *)0, &plugin); }
