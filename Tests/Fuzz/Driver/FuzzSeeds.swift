import Glibc
import RothostSeries

@testable import RothostCache
@testable import RothostHost

/// Seeds that no text editor writes: what the code itself makes, in the targets' formats.
enum FuzzSeeds {
  static func write(to folder: String) {
    write([0], "descriptor", "sound", folder)
    write([7, 4], "descriptor", "size", folder)
    write([UInt8](repeating: 0, count: 12) + [6], "descriptor", "list", folder)
    writeMessages(to: folder)
    let info = SeriesInfo(
      name: "S",
      metadata: SeriesMetadata(
        timeKind: .dates, calendar: .weekdays, period: .days(1), closingTime: .hours(21),
        publicationDelay: .days(2), releaseCode: "M2SL", source: "fred", importedFrom: "a.csv",
        sha256: "00", defaultColumn: "close"),
      columns: [ColumnName("close", unit: "USD"), ColumnName("volume")], defaultColumn: 0,
      rowCount: 9, first: 0, last: 8 * CivilDate.nanosecondsPerDay, generation: 7,
      checksums: [1, 2, 3])
    var record = ByteWriter()
    for word in SeriesRecord.encode(info) { record.put(word) }
    write([0] + record.bytes, "record", "whole", folder)
    write([1] + record.bytes.dropLast(8), "record", "body", folder)
    write([3, 0], "cache", "whole", folder)
    write([3, 9], "cache", "cut", folder)
    for (name, page, place, bytes) in [
      ("meta", 0, 128, [UInt8](repeating: 255, count: 8)), ("root", 1, 88, [1, 2, 3, 4]),
      ("page", 7, 0, [9, 0, 0, 0, 0, 0, 0, 0, 0, 0, 2, 0, 18, 0, 200, 15]),
    ] {
      write(
        [3, 0, UInt8(page), UInt8(place & 255), UInt8(place >> 8), UInt8(bytes.count)] + bytes,
        "cache", name, folder)
    }
  }

  /// One message of each kind that goes between host and worker.
  private static func writeMessages(to folder: String) {
    let place = NumberPlace(file: 3, offset: 64)
    let call = WorkerCall(
      indicator: 2,
      parameters: [
        .real(-0.0), .integer(.min), .text("é"), Value(.real, .reals([1])),
        Value(.date, .integers([1, 2])), Value(.text, .texts(["", "a"])),
      ], seed: 1, timeoutMilliseconds: 7, dropped: [1], sent: [.init(name: 3, byteCount: 4096)],
      inputs: [
        InputPlace(
          traits: InputTraits(
            name: "A", unit: nil, column: "c", flags: 5, closeOffset: -1, roleIndex: 0), count: 9,
          times: place, values: nil)
      ],
      frame: FramePlace(rowCount: 9, warmUpRows: 2, flags: 1, times: place, columns: [place, nil]))
    for (name, request) in [
      ("evaluate", WorkerRequest.evaluate(call)),
      ("load", .load(files: [FileDigest(path: "/a.so", sha256: "00")])),
      ("open_stream", .openStream(call)),
      ("row", .row(WorkerRow(isPeek: false, time: 1, index: 0, values: [1, .nan]))),
      ("snapshot", .snapshot), ("close_stream", .closeStream),
      ("look_back", .lookBack(indicator: 1, parameters: [.integer(5)])),
    ] {
      write([0, 0, 0] + request.bytes(), "message", name, folder)
    }
    let plugin = PluginDescription(
      name: "p", version: "1",
      indicators: [.init(description: StudyTarget.description, hasLookBack: true)])
    write(
      [1, 0, 0] + WorkerReply.write { plugin.write(to: &$0) }, "message", "description", folder)
    write(
      [1, 0, 0] + WorkerReply.write(RothostError(.plugin, "no")), "message", "refusal", folder)
    // Three outputs: a scalar, a series on the frame's four rows, a table of two rows.
    let numbers = [UInt8](repeating: 0, count: 64)
    let answer = WorkerReply.write { message in
      message.texts(["take care"])
      for word in [3, 1] { message.count(word) }
      message.real(0.5)
      for word in [4, 4, 0, 6, 2, 32, 48] { message.count(word) }
    }
    write([2, 64, 0] + numbers + answer, "message", "answer", folder)
    let rows = WorkerReply.write { message in
      message.texts([])
      for word in [3, 0, 5, 2, 0, 16, 7, 2, 32, 48] { message.count(word) }
    }
    write(
      [2, 64, 0] + [0, 0, 0, 0, 0, 0, 0, 0, 1] + numbers.dropFirst(9) + rows, "message", "rows",
      folder)
  }

  private static func write(_ bytes: [UInt8], _ target: String, _ name: String, _ folder: String) {
    mkdir("\(folder)/\(target)", 0o755)
    guard let file = fopen("\(folder)/\(target)/\(name)", "w") else {
      fatalError("cannot write to \(folder)/\(target)")
    }
    fwrite(bytes, 1, bytes.count, file)
    fclose(file)
  }
}
