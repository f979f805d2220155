import RothostCache
import RothostSeries

extension SeriesInfo {
  /// What the cache knows of one series, as a JSON object; keys may be added, never renamed.
  public func json() -> String {
    var json = JSONWriter()
    write(to: &json)
    return json.text
  }

  /// The same of many, as an array.
  public static func json(_ list: [SeriesInfo]) -> String {
    var json = JSONWriter()
    json.array { json in for info in list { info.write(to: &json) } }
    return json.text
  }

  fileprivate func write(to json: inout JSONWriter) {
    json.object { json in
      json.field("name", name)
      json.field("rows", rowCount)
      json.field("from", ISO8601.text(first, as: metadata.timeKind))
      json.field("to", ISO8601.text(last, as: metadata.timeKind))
      json.field("dates", metadata.timeKind == .dates)
      json.field("calendar", metadata.calendar.description)
      json.field("close", metadata.closingTime?.description)
      json.field("publication_delay", metadata.publicationDelay?.description)
      json.field("release_code", metadata.releaseCode)
      json.field("source", metadata.source)
      json.field("imported_from", metadata.importedFrom)
      json.field("sha256", metadata.sha256)
      json.field("default_column", columns[defaultColumn].name)
      json.key("columns")
      json.array { json in
        for column in columns {
          json.object { json in
            json.field("name", column.name)
            json.field("unit", column.unit)
          }
        }
      }
    }
  }
}

extension VerifyReport {
  /// `{"intact": [names], "damaged": {name: what is wrong and what to do}}`.
  public func json() -> String {
    var json = JSONWriter()
    json.object { json in
      json.field("intact", intact)
      json.key("damaged")
      json.object { json in
        for (name, message) in damaged.sorted(by: { $0.key < $1.key }) { json.field(name, message) }
      }
    }
    return json.text
  }
}

extension EngineCounters {
  /// `{"frames": {"hits", "misses", "bytes"}, "evaluations", "streams"}`.
  public func json() -> String {
    var json = JSONWriter()
    json.object { json in
      json.key("frames")
      json.object { json in
        json.field("hits", frameHits)
        json.field("misses", frameMisses)
        json.field("bytes", frameBytes)
      }
      json.field("evaluations", evaluations)
      json.field("streams", streams)
    }
    return json.text
  }
}

extension ImportReport {
  /// What an import recognised and stored, as one JSON object.
  public func json() -> String {
    var json = JSONWriter()
    json.object { json in
      json.key("series")
      info.write(to: &json)
      json.field("layout", layout.rawValue)
      json.field("explanation", explanation)
      json.field("repeated_rows", repeatedRows)
      json.field("warnings", warnings)
    }
    return json.text
  }
}
