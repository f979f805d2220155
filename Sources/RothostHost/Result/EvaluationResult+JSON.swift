import RothostSeries

extension EvaluationResult {
  /// The object of `rothost eval --format json`, in its order of keys.
  ///
  /// NaN and missing values are null; a series never written is null, a table never written has
  /// empty columns. Choices are their names. Times are ISO 8601 in UTC, a date alone where the
  /// answer rests on session dates. A duration is a number in its declared unit (`d`, `h`, `s` …),
  /// without one in nanoseconds; a duration given as a parameter is text, as it is typed: `5d`.
  public func json() -> String { json(isBrief: false) }

  /// The same object; a brief one goes without the keys `series` and `tables`.
  func json(isBrief: Bool) -> String {
    var json = JSONWriter()
    json.object { json in
      json.field("indicator", description.id)
      json.field("version", description.version)
      json.key("plugin")
      json.object { json in
        json.field("path", plugin.path)
        json.field("sha256", plugin.sha256)
      }
      json.key("inputs")
      writeInputs(&json)
      json.key("parameters")
      json.object { json in
        for (index, parameter) in parameters.enumerated() {
          json.key(parameter.name)
          writeParameter(parameter.value, description.parameters[index].choices, &json)
        }
      }
      json.field("clock", clock)
      json.field("align", alignment.description)
      json.field("rows", rows)
      json.field("seed", seed)
      writeScalars(&json)
      if !isBrief { writeSeriesAndTables(&json) }
      json.field("warnings", warnings)
    }
    return json.text
  }

  private func writeInputs(_ json: inout JSONWriter) {
    var roles: [String] = []
    for input in inputs where !roles.contains(input.role) { roles.append(input.role) }
    json.object { json in
      for role in roles {
        json.key(role)
        json.array { json in
          for input in inputs where input.role == role { input.write(to: &json) }
        }
      }
    }
  }

  private func writeParameter(_ value: Value, _ choices: [String], _ json: inout JSONWriter) {
    func write(_ integer: Int64, _ json: inout JSONWriter) {
      if integer == missingInteger { return json.null() }
      switch value.type {
      case .duration: json.value(TimeSpan(nanoseconds: integer).description)
      case .time: json.value(ISO8601.instant(integer))
      default: writeInteger(integer, value.type, unit: nil, choices, &json)
      }
    }
    switch value.storage {
    case .real(let real): json.value(real)
    case .integer(let integer): write(integer, &json)
    case .text(let text): json.value(text)
    case .reals(let reals): json.array { json in for real in reals { json.value(real) } }
    case .integers(let list): json.array { json in for integer in list { write(integer, &json) } }
    case .texts(let texts): json.value(texts)
    }
  }

  private func writeScalars(_ json: inout JSONWriter) {
    json.key("scalars")
    json.object { json in
      for (index, output) in description.outputs.enumerated() where output.kind == .scalar {
        json.key(output.name)
        switch values[index] {
        case .real(let value): json.value(value)
        case .integer(let value):
          writeInteger(value, output.type, unit: output.unit, output.choices, &json)
        case .text(let value): json.value(value)
        case .missing, .series, .table: json.null()
        }
      }
    }
  }

  private func writeSeriesAndTables(_ json: inout JSONWriter) {
    json.key("series")
    json.object { json in
      for (index, output) in description.outputs.enumerated() where output.kind == .series {
        json.key(output.name)
        if let series = series(at: index) { series.write(to: &json) } else { json.null() }
      }
    }
    json.key("tables")
    json.object { json in
      for (index, output) in description.outputs.enumerated() where output.kind == .table {
        json.key(output.name)
        json.object { json in
          for column in table(at: index)?.columns ?? [] {
            json.key(column.name)
            write(column, &json)
          }
        }
      }
    }
  }

  private func write(_ column: TableColumn, _ json: inout JSONWriter) {
    json.array { json in
      switch column.storage {
      case .reals(let values): for row in values.indices { json.value(values[row]) }
      case .integers(let values):
        for row in values.indices {
          writeInteger(values[row], column.type, unit: column.unit, column.choices, &json)
        }
      case .texts(let texts): for row in 0..<texts.count { json.value(texts[row]) }
      }
    }
  }

  /// One value of any type that is kept in an integer.
  private func writeInteger(
    _ value: Int64, _ type: ValueType, unit: String?, _ choices: [String], _ json: inout JSONWriter
  ) {
    if value == missingInteger { return json.null() }
    switch type {
    case .boolean: json.value(value != 0)
    case .choice: json.value(choices[Int(value)])
    case .duration: json.written(DurationUnit.text(value, unit: unit))
    case .date, .time: json.value(timeText(value, type))
    case .real, .integer, .text: json.value(value)
    }
  }

  /// A stamp as text: a date alone where the type says so or the answer rests on session dates.
  func timeText(_ time: Int64, _ type: ValueType) -> String {
    let isDate =
      type == .date || (timeKind == .dates && time % CivilDate.nanosecondsPerDay == 0)
    return ISO8601.text(time, as: isDate ? .dates : .instants)
  }
}

extension InputReport {
  fileprivate func write(to json: inout JSONWriter) {
    json.object { json in
      json.field("series", series)
      json.field("column", column)
      json.field("transform", transform.description)
      if let delay { json.field("delay", delay.description) }
      json.field("rows", rows)
      json.field("from", from.map { ISO8601.text($0, as: timeKind) })
      json.field("to", to.map { ISO8601.text($0, as: timeKind) })
      if isSynthetic { json.field("synthetic", true) }
    }
  }
}

extension SeriesOutput {
  fileprivate func write(to json: inout JSONWriter) {
    json.object { json in
      json.key("time")
      json.array { json in
        for row in times.indices { json.value(ISO8601.text(times[row], as: timeKind)) }
      }
      json.key("values")
      json.array { json in
        for row in values.indices {
          if description.type == .choice {
            json.value(choice(at: row))
          } else {
            json.value(values[row])
          }
        }
      }
    }
  }
}
