import RothostSeries

extension Pin {
  /// One JSON object; keys may be added, never renamed.
  public var json: String {
    var json = JSONWriter()
    write(to: &json)
    return json.text
  }

  func write(to json: inout JSONWriter) {
    json.object { json in
      Self.write(file, to: &json)
      json.field("origin", origin)
      json.field("name", name)
      json.field("version", version)
      json.field("ids", ids)
      json.field("pinned", ISO8601.instant(date))
      json.key("needs")
      json.array { json in
        for file in needed { json.object { json in Self.write(file, to: &json) } }
      }
    }
  }

  private static func write(_ file: File, to json: inout JSONWriter) {
    json.field("path", file.path)
    json.field("sha256", file.sha256)
    json.field("size", file.size)
    json.field("modified", ISO8601.instant(file.modified))
  }
}

extension PinOutcome {
  /// `{"pin": …, "status": "pinned" | "pinned again" | "unchanged", "changes": […]}`.
  public var json: String {
    var json = JSONWriter()
    json.object { json in
      json.key("pin")
      pin.write(to: &json)
      json.field("status", status)
      json.field("changes", changes)
    }
    return json.text
  }

  /// What became of the pin: `pinned`, `pinned again` or `unchanged`.
  public var status: String {
    before == nil ? "pinned" : changes.isEmpty ? "unchanged" : "pinned again"
  }
}
