// Throws through the host's frames: in evaluate, or where a macro says.
#include <rothost/plugin.h>
#include <stdexcept>

static rot_status evaluate(const rot_evaluation *) { throw std::runtime_error("nobody catches this"); }

#if defined(CONSTRUCTOR)
static const rot_status thrown = evaluate(nullptr);
#endif

extern "C" ROT_EXPORT const rot_plugin *rot_plugin_entry(void) {
#if defined(ENTRY)
  evaluate(nullptr);
#endif
  static rot_input_spec input = {};
  input.struct_size = sizeof input;
  input.role = "series";
  input.default_series = "IWM";
  static const rot_input_spec *const inputs[] = {&input};
  static rot_output_spec output = {};
  output.struct_size = sizeof output;
  output.kind = ROT_OUTPUT_SCALAR;
  output.type = ROT_REAL;
  output.name = "number";
  static const rot_output_spec *const outputs[] = {&output};
  static rot_indicator indicator = {};
  indicator.struct_size = sizeof indicator;
  indicator.id = "hostile";
  indicator.version = "6.6.6";
  indicator.summary = "Throws.";
  indicator.inputs = inputs;
  indicator.input_count = 1;
  indicator.outputs = outputs;
  indicator.output_count = 1;
  indicator.alignments = indicator.default_alignment = ROT_ALIGN_INNER;
  indicator.evaluate = evaluate;
  static const rot_indicator *const indicators[] = {&indicator};
  static rot_plugin plugin = {};
  plugin.struct_size = sizeof plugin;
  plugin.abi_version = ROT_ABI_VERSION;
  plugin.name = "hostile";
  plugin.version = "6.6.6";
  plugin.indicators = indicators;
  plugin.indicator_count = 1;
  return &plugin;
}
