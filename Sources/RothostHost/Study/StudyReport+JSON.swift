extension StudyReport {
  /// The whole study as one object; keys may be added, never renamed.
  ///
  /// `result` of a row is the object of `rothost eval --format json`, without its series and tables
  /// unless the study was run to keep them; null where there is no answer.
  public func json() -> String {
    var json = JSONWriter()
    json.object { json in
      json.field("study", study.name)
      json.field("title", study.title)
      json.field("question", study.question)
      json.field("synthetic", isSynthetic)
      json.field("evaluations", rows.count)
      json.field("answered", answeredCount)
      json.field("failed", failedCount)
      json.key("frames")
      json.object { json in
        json.field("prepared", frames.prepared)
        json.field("reused", frames.reused)
      }
      json.key("rows")
      json.array { json in for row in rows { row.write(to: &json) } }
      json.key("families")
      json.array { json in for family in families { family.write(to: &json) } }
      json.field("uncorrected", uncorrected)
    }
    return json.text
  }
}

extension StudyReport.Row {
  fileprivate func write(to json: inout JSONWriter) {
    json.object { json in
      json.field("eval", entry)
      json.field("title", title)
      json.field("claim", claim)
      json.field("indicator", indicator)
      json.key("variation")
      json.object { json in for (key, value) in variation { json.field(key, value) } }
      switch outcome {
      case .answered(let answer):
        json.field("status", "answered")
        json.key("error")
        json.null()
        json.field("verdict", answer.verdict)
        json.key("n")
        if let n = answer.n { json.value(n) } else { json.null() }
        json.key("p")
        if let p { p.write(to: &json) } else { json.null() }
        json.key("result")
        json.written(answer.json)
      case .failed(let error):
        json.field("status", "failed")
        json.field("error", error.description)
      case .notInstalled(let error):
        json.field("status", "not installed")
        json.field("error", error.description)
      case .leftOut:
        json.field("status", "left out")
        json.field("error", StudyReport.Outcome.leftOutReason)
      }
      if case .answered = outcome { return }
      for key in ["verdict", "n", "p", "result"] {
        json.key(key)
        json.null()
      }
    }
  }
}

extension StudyReport.LeadingP {
  fileprivate func write(to json: inout JSONWriter) {
    json.object { json in
      json.field("output", output)
      json.field("value", value)
      json.field("family", family)
      json.field("holm", holm ?? .nan)
      json.field("benjamini_hochberg", benjaminiHochberg ?? .nan)
    }
  }
}

extension StudyFamily {
  fileprivate func write(to json: inout JSONWriter) {
    json.object { json in
      json.field("name", name)
      json.field("outputs", outputs)
      json.key("rows")
      json.array { json in for row in rows { json.value(row) } }
      json.key("p")
      json.array { json in for value in p { json.value(value) } }
      json.key("holm")
      json.array { json in for value in holm { json.value(value) } }
      json.key("benjamini_hochberg")
      json.array { json in for value in benjaminiHochberg { json.value(value) } }
    }
  }
}
