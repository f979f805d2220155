extension PluginTemplate {
  static func cFiles(_ name: String) -> [File] {
    let build = """
      include=${ROTHOST_INCLUDE:-$(pkg-config --variable=includedir rothost 2>/dev/null || echo ../include)}
      "${CC:-cc}" -std=c99 -Wall -Wextra -O2 -shared -fPIC -I "$include" \(name).c -o \(name).so

      """
    return [
      File(path: "\(name).c", contents: cSource(name)),
      File(path: "test", contents: test(name, build: build), isExecutable: true),
    ]
  }

  private static func cSource(_ name: String) -> String {
    """
    /* \(name) - the return over a window of bars.
       Build: cc -shared -fPIC -I include \(name).c -o \(name).so */
    #include <rothost/plugin.h>

    static int64_t look_back(const rot_value *parameters) { return parameters[0].as.integer; }

    static rot_status evaluate(const rot_evaluation *e) {
      const rot_frame *f = e->frame;
      const double *x = f->columns[0];
      int64_t window = e->parameters[0].as.integer, rows = rot_output_rows(f);
      double *out = e->outputs->new_series(e->outputs, 0, rows, NULL); /* missing until written */
      if (!out) return ROT_ERR_OUTPUT;
      for (int64_t i = 0; i < rows; i++) {
        int64_t now = i + f->warm_up_rows; /* rows before the asked range feed the window */
        if (now >= window && x[now - window] > 0) out[i] = x[now] / x[now - window] - 1;
      }
      return rows > 0 ? e->outputs->set_real(e->outputs, 1, out[rows - 1]) : ROT_OK;
    }

    static const rot_indicator indicator = {
      .struct_size = sizeof(rot_indicator), .flags = ROT_DETERMINISTIC | ROT_THREAD_SAFE,
      .id = "\(name)", .version = "1.0.0", .summary = "The return over a window of bars.",
      .documentation = "x_t / x_{t-window} - 1; missing where the earlier level is 0 or less.",
      ROT_INPUTS(ROT_INPUT(.role = "series", .doc = "levels above 0",
                           .default_series = "IWM", .demo_series = "DEMO_SMALL")),
      ROT_PARAMETERS(ROT_PARAMETER(.name = "window", .type = ROT_INTEGER, .default_text = "20",
                                   .minimum = 1, .maximum = 10000, .unit = "bars",
                                   .doc = "bars from the first level to the second")),
      ROT_OUTPUTS(ROT_SERIES(.name = "change", .flags = ROT_CAUSAL, .doc = "return over window"),
                  ROT_SCALAR(.name = "latest", .type = ROT_REAL, .doc = "at the last row")),
      .alignments = ROT_ALIGN_INNER, .default_alignment = ROT_ALIGN_INNER,
      .look_back = look_back, .evaluate = evaluate,
    };

    ROT_PLUGIN("\(name)", "1.0.0", &indicator)

    """
  }
}
