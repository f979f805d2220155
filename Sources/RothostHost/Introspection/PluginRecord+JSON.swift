extension PluginRecord {
  /// Every candidate with what became of it, as one JSON array; keys may be added, never renamed.
  public static func json(_ records: [PluginRecord]) -> String {
    var json = JSONWriter()
    json.array { json in for record in records { record.write(to: &json) } }
    return json.text
  }

  private func write(to json: inout JSONWriter) {
    json.object { json in
      json.field("name", name)
      json.field("version", version)
      json.field("path", path)
      json.field("origin", origin.rawValue)
      json.field("status", status.name)
      json.field("reason", status.reason)
      json.field("sha256", sha256)
      json.key("pin")
      if let pin { pin.write(to: &json) } else { json.null() }
      json.key("indicators")
      json.array { json in
        for indicator in indicators {
          json.object { json in
            json.field("id", indicator.id)
            json.field("version", indicator.version)
            json.field("summary", indicator.summary)
            json.field("status", indicator.status.name)
            json.field("reason", indicator.status.reason)
          }
        }
      }
    }
  }
}
