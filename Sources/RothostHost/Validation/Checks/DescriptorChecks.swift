import RothostSeries

/// What an indicator declares: its name, its flags, its look-back.
enum DescriptorChecks {
  static let loads = "descriptor.loads"

  static let all = [
    Check(
      .descriptor, "loads", "it loads, and its entry function answers a whole descriptor",
      needs: ["file.permissions", "file.entry", "file.libraries", "file.search_path"],
      .indicator { _ in .passed }),
    check("same_twice", "it declares the same in every process") { trial throws(RothostError) in
      let again = try trial.engine.workers.describe(PluginSource(trial.found.plugin.path))
      guard again.indicators.indices.contains(trial.found.index) else {
        return .failed("another process found \(again.indicators.count) indicators in it")
      }
      return .of(
        again.indicators[trial.found.index].description == trial.description
          ? nil : "a second process was told something else")
    },
    check("id", "its id is in lower_case_words") { trial in
      .of(Self.isWords(trial.id) ? nil : "the id is \"\(trial.id)\"")
    },
    check("version", "its version is a semantic one, such as 1.0.0") { trial in
      let version = trial.description.version
      return .of(
        SemanticVersion.isOne(version)
          ? nil
          : "the version is \"\(version)\"; write three numbers, as in 1.0.0 or 1.0.0-beta.1+7")
    },
    check("summary", "its summary is one line of at most 100 characters") { trial in
      let summary = trial.description.summary
      if summary.contains(where: \.isNewline) { return .failed("the summary has several lines") }
      return .of(summary.count <= 100 ? nil : "the summary has \(summary.count) characters")
    },
    check("role_names", "its inputs are named in lower_case_words") { trial in
      Self.objection("input", trial.description.inputs.map(\.role))
    },
    check("parameter_names", "its parameters are named in lower_case_words") { trial in
      Self.objection("parameter", trial.description.parameters.map(\.name))
    },
    check("output_names", "its outputs and their columns are named in lower_case_words") { trial in
      Self.objection(
        "output", trial.description.outputs.flatMap { [$0.name] + $0.columns.map(\.name) })
    },
    check("causal_streams", "what streams is causal: each row is final when it is written") {
      trial in
      guard trial.description.flags.contains(.streaming) else {
        return .notApplicable("it does not stream")
      }
      let late = trial.description.outputs.first {
        $0.kind == .series && !$0.flags.contains(.causal)
      }
      return .of(late.map { "series \($0.name) is not flagged ROT_CAUSAL" })
    },
    check("p_values", "what is called a p-value is flagged as one, and is a real number") { trial in
      Self.pValueObjection(trial.description)
    },
    // In a process of its own: hosts remember what workers answered.
    Check(
      .descriptor, "look_back", "its look-back is the same twice, and at most a million rows",
      needs: [loads], group: LoadChecks.group,
      .probe { trial throws(RothostError) in
        let rows = try trial.lookBack.get()
        let again = try RequestPlan(Request(indicator: trial.id), trial.found).lookBack()
        guard again == rows else { return .failed("it answered \(rows) and then \(again) rows") }
        return .of(rows <= 1_000_000 ? nil : "it asks for \(rows) rows before the first output")
      }),
    check("look_back_limits", "its look-back answers for every parameter's limits") {
      trial throws(RothostError) in
      for settings in ParameterCases(trial.description).limits {
        var request = Request(indicator: trial.id)
        request.settings = [settings]
        do throws(RothostError) {
          _ = try RequestPlan(request, trial.found, in: trial.engine.workers).lookBack()
        } catch {
          guard error.status != .parameter else { continue }
          return .failed("\(settings.name)=\(ParameterCases.shown(settings)): \(error.message)")
        }
      }
      return .passed
    },
    check("default_series", "its default series fit the number its roles take, each once") {
      trial in
      for role in trial.description.inputs {
        let series = role.defaultSeries
        guard Set(series).count == series.count else {
          return .failed("input \(role.role) names a default series twice")
        }
        let count = role.columns.isEmpty || series.count != 1 ? series.count : role.columns.count
        if count > role.maximumCount ?? .max || (count > 0 && count < role.minimumCount) {
          return .failed("input \(role.role) has \(count) default series")
        }
      }
      return .passed
    },
    check("demo_series", "its demo series are in the demo market") { trial in
      let known = DemoMarket.series().map(\.name)
      for role in trial.description.inputs {
        if let stranger = role.demoSeries.map({ SeriesReference($0).name })
          .first(where: { !known.contains($0) })
        {
          return .failed(
            "input \(role.role): there is no \(stranger); it has \(known.joined(separator: ", "))")
        }
      }
      return .passed
    },
  ]

  static func check(
    _ name: String, _ sentence: String,
    _ body: @escaping @Sendable (Trial) throws(RothostError) -> CheckOutcome
  ) -> Check {
    Check(.descriptor, name, sentence, needs: [loads], .indicator(body))
  }

  /// Lower-case letters, digits and `_`, beginning with a letter.
  static func isWords(_ name: String) -> Bool {
    let isPlain = name.utf8.allSatisfy {
      (97...122).contains($0) || (48...57).contains($0) || $0 == 95
    }
    return isPlain && name.first?.isLetter == true && !name.hasSuffix("_") && !name.contains("__")
  }

  private static func objection(_ what: String, _ names: [String]) -> CheckOutcome {
    .of(names.first { !isWords($0) }.map { "\(what) \"\($0)\" is not in lower_case_words" })
  }

  private static func pValueObjection(_ description: IndicatorDescription) -> CheckOutcome {
    func objection(_ name: String, _ type: ValueType, _ flags: OutputFlags) -> String? {
      if flags.contains(.pValue), type != .real { return "\(name) is flagged, but no real number" }
      let isCalledOne = name == "p_value" || name.hasPrefix("p_value_")
      return isCalledOne && !flags.contains(.pValue)
        ? "\(name) is not flagged ROT_P_VALUE, so that a sweep does not correct it" : nil
    }
    for output in description.outputs {
      if output.kind != .table, let found = objection(output.name, output.type, output.flags) {
        return .failed(found)
      }
      for column in output.columns {
        if let found = objection(column.name, column.type, column.flags) { return .failed(found) }
      }
    }
    return .passed
  }
}
