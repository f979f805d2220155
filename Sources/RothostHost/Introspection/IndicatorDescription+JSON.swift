import RothostSeries

extension IndicatorDescription {
  /// Everything the descriptor declares, as one JSON object; keys may be added, never renamed.
  public func json() -> String {
    var json = JSONWriter()
    json.object { json in
      json.field("id", id)
      json.field("version", version)
      json.field("summary", summary)
      json.field("documentation", documentation)
      json.field("streaming", flags.contains(.streaming))
      json.field("deterministic", flags.contains(.deterministic))
      json.field("thread_safe", flags.contains(.threadSafe))
      json.field("alignments", alignments.map(\.description))
      json.field("default_alignment", defaultAlignment.description)
      json.key("inputs")
      json.array { json in for input in inputs { input.write(to: &json) } }
      json.key("parameters")
      json.array { json in for parameter in parameters { parameter.write(to: &json) } }
      json.key("outputs")
      json.array { json in for output in outputs { output.write(to: &json) } }
    }
    return json.text
  }
}

extension InputDescription {
  fileprivate func write(to json: inout JSONWriter) {
    json.object { json in
      json.field("role", role)
      json.field("doc", documentation)
      json.field("optional", isOptional)
      json.field("repeated", isRepeated)
      json.field("minimum_count", minimumCount)
      json.key("maximum_count")
      if let maximumCount { json.value(maximumCount) } else { json.null() }
      json.field("transform", transform.description)
      json.field("default_series", defaultSeries)
      json.field("demo_series", demoSeries)
      json.field("columns", columns)
    }
  }
}

extension ParameterDescription {
  fileprivate func write(to json: inout JSONWriter) {
    json.object { json in
      json.words(name, documentation, unit)
      json.field("type", type.name)
      json.field("list", isList)
      json.field("default", defaultText)
      json.key("minimum")
      if let range { json.value(range.lowerBound) } else { json.null() }
      json.key("maximum")
      if let range { json.value(range.upperBound) } else { json.null() }
      json.field("choices", choices)
    }
  }
}

extension OutputDescription {
  fileprivate func write(to json: inout JSONWriter) {
    json.object { json in
      json.words(name, documentation, unit)
      json.field("kind", kind.name)
      json.kind(of: type, flags, choices)
      json.key("columns")
      json.array { json in for column in columns { column.write(to: &json) } }
    }
  }
}

extension ColumnDescription {
  fileprivate func write(to json: inout JSONWriter) {
    json.object { json in
      json.words(name, documentation, unit)
      json.kind(of: type, flags, choices)
    }
  }
}

extension JSONWriter {
  /// What every declared thing has: its name, what it is, and its unit (nil = none).
  fileprivate mutating func words(_ name: String, _ documentation: String, _ unit: String?) {
    field("name", name)
    field("doc", documentation)
    field("unit", unit)
  }

  /// What a scalar output and a table's column have in common.
  fileprivate mutating func kind(of type: ValueType, _ flags: OutputFlags, _ choices: [String]) {
    field("type", type.name)
    field("causal", flags.contains(.causal))
    field("p_value", flags.contains(.pValue))
    field("choices", choices)
  }
}
