// A good plugin in C++: the standard library's templates are in it, and exported as the compiler likes.
#include <rothost/plugin.h>
#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

namespace {

struct Window {
  std::vector<double> values;

  double push(double x, std::size_t longest) {
    values.push_back(x);
    if (values.size() > longest) values.erase(values.begin());
    return *std::max_element(values.begin(), values.end());
  }
};

int64_t look_back(const rot_value *parameters) { return parameters[0].as.integer; }

rot_status evaluate(const rot_evaluation *e) {
  const rot_frame *f = e->frame;
  double *out = e->outputs->new_series(e->outputs, 0, rot_output_rows(f), nullptr);
  if (!out) return ROT_ERR_OUTPUT;
  Window window;
  for (int64_t i = 0; i < f->row_count; i++) {
    double x = f->columns[0][i];
    if (std::isnan(x)) continue;
    double most = window.push(x, std::size_t(e->parameters[0].as.integer));
    if (i >= f->warm_up_rows) out[i - f->warm_up_rows] = x - most;
  }
  return ROT_OK;
}

rot_input_spec input() {
  rot_input_spec spec = {};
  spec.struct_size = sizeof spec;
  spec.role = "series";
  spec.doc = "levels";
  spec.default_series = "IWM";
  return spec;
}

rot_parameter_spec parameter() {
  rot_parameter_spec spec = {};
  spec.struct_size = sizeof spec;
  spec.name = "window";
  spec.doc = "rows that are looked at";
  spec.type = ROT_INTEGER;
  spec.default_text = "20";
  spec.minimum = 1;
  spec.maximum = 250;
  return spec;
}

rot_output_spec output() {
  rot_output_spec spec = {};
  spec.struct_size = sizeof spec;
  spec.kind = ROT_OUTPUT_SERIES;
  spec.type = ROT_REAL;
  spec.flags = ROT_CAUSAL;
  spec.name = "below";
  spec.doc = "how far below the highest of the window";
  return spec;
}

}  // namespace

extern "C" ROT_EXPORT const rot_plugin *rot_plugin_entry(void) {
  static const rot_input_spec an_input = input();
  static const rot_input_spec *const inputs[] = {&an_input};
  static const rot_parameter_spec a_parameter = parameter();
  static const rot_parameter_spec *const parameters[] = {&a_parameter};
  static const rot_output_spec an_output = output();
  static const rot_output_spec *const outputs[] = {&an_output};
  static const std::string words =
      std::string("x_t less the highest of the window that ends at t. ") + "A gap is left out of it.";
  static rot_indicator indicator = {};
  indicator.struct_size = sizeof indicator;
  indicator.flags = ROT_DETERMINISTIC | ROT_THREAD_SAFE;
  indicator.id = "vectors";
  indicator.version = "1.0.0";
  indicator.summary = "How far below its latest high a series is.";
  indicator.documentation = words.c_str();
  indicator.inputs = inputs;
  indicator.input_count = 1;
  indicator.parameters = parameters;
  indicator.parameter_count = 1;
  indicator.outputs = outputs;
  indicator.output_count = 1;
  indicator.alignments = indicator.default_alignment = ROT_ALIGN_INNER;
  indicator.look_back = look_back;
  indicator.evaluate = evaluate;
  static const rot_indicator *const indicators[] = {&indicator};
  static rot_plugin plugin = {};
  plugin.struct_size = sizeof plugin;
  plugin.abi_version = ROT_ABI_VERSION;
  plugin.name = "vectors";
  plugin.version = "1.0.0";
  plugin.indicators = indicators;
  plugin.indicator_count = 1;
  return &plugin;
}
