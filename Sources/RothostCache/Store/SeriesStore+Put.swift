import RothostSeries

/// What `SeriesStore.put` does where the series is there already.
public enum PutMode: Sendable, Hashable {
  /// The whole series, with its metadata.
  case replace
  /// Rows after the last one; makes the series where there is none. Metadata stays as it was.
  case append
  /// Drops the rows within the given stamps (nil = from the first to the last new row) and puts the
  /// new ones there. Metadata stays as it was.
  case replaceRange(ClosedRange<Int64>?)
}

extension SeriesStore {
  /// Stores `data` as series `name`; all or nothing, also when the process is killed half-way.
  public func put(_ name: String, _ data: SeriesData, mode: PutMode = .replace) throws {
    try put(name, rows: data, metadata: data.metadata, mode: mode)
  }

  /// Stores the rows of `source` as series `name`; all or nothing, also when killed half-way.
  ///
  /// Memory use is one column plus what the source holds; O(rows · columns), also for `append`,
  /// which rewrites the columns so that each stays in one piece.
  /// - Parameter isCancelled: asked while another process writes; true gives up.
  /// - Throws: `.data` for stamps that are not strictly increasing, infinite values, no rows;
  ///   `.argument` for names and columns that do not fit; `.cache` where the disk refuses or another
  ///   process does not let the cache go; `.cancelled`. The cache is then as it was.
  public func put(
    _ name: String, rows source: some SeriesSource, metadata: SeriesMetadata,
    mode: PutMode = .replace, isCancelled: () -> Bool = { false }
  ) throws {
    try checkWritable(name)
    try Self.checkColumns(source.columns)
    try writing(isCancelled) {
      guard mode != .replace, let old = try existing(name) else {
        if case .replaceRange = mode {
          throw RothostError(
            .notFound, "there is no series \(name) to replace a range of; put it whole first")
        }
        return try write(name, source, metadata)
      }
      try write(
        name, SplicedSource(old, new: source, metadata: metadata, mode: mode),
        old.info.metadata.edited(by: metadata))
    }
  }

  /// Removes a series; throws `.notFound` where there is none.
  public func remove(_ name: String) throws {
    try writing {
      let old = try view(name).info
      let transaction = try environment.write()
      try sweep(transaction)
      _ = try transaction.removeRecord(of: name)
      try Self.removeColumns(of: old.generation, transaction)
      try transaction.commit()
    }
  }

  private func existing(_ name: String) throws -> SeriesView? {
    do {
      return try view(name)
    } catch let error as RothostError where error.status == .notFound {
      return nil
    }
  }

  private func write(
    _ name: String, _ source: some SeriesSource, _ metadata: SeriesMetadata
  ) throws {
    guard source.rowCount > 0 else {
      throw RothostError(
        .data, "series \(name) would have no rows; give at least one, or remove the series")
    }
    let columns = source.columns
    var info = SeriesInfo(
      name: name, metadata: metadata, columns: columns,
      defaultColumn: try SeriesInfo.defaultColumn(of: columns, wish: metadata.defaultColumn),
      rowCount: source.rowCount, first: 0, last: 0, generation: 0, checksums: [])
    do {
      try writeColumns(source, &info)
    } catch {
      // What an aborted first transaction leaves is nothing; later ones leave a pending generation.
      if let transaction = try? environment.write() {
        try? sweep(transaction)
        try? transaction.commit()
      }
      throw error
    }
  }

  private func writeColumns(_ source: some SeriesSource, _ info: inout SeriesInfo) throws {
    var transaction = try environment.write()
    try sweep(transaction)
    info.generation = try transaction.record(of: Self.counterKey)?.first ?? 1
    try transaction.putRecord([info.generation + 1], of: Self.counterKey)
    var bytes = 0
    for column in 0...info.columns.count {
      info.checksums.append(try writeColumn(column, source, &info, transaction))
      bytes += info.rowCount * 8
      if bytes > transactionBytes && column < info.columns.count {
        try transaction.putRecord([info.generation], of: Self.pendingKey)
        try transaction.commit()
        transaction = try environment.write()
        bytes = 0
      }
    }
    let old = try transaction.record(of: info.name)
    if let old, let generation = SeriesRecord.decode(old.span, name: info.name)?.generation {
      try Self.removeColumns(of: generation, transaction)
    }
    try transaction.putRecord(SeriesRecord.encode(info), of: info.name)
    _ = try transaction.removeRecord(of: Self.pendingKey)
    try transaction.commit()
  }

  private func writeColumn(
    _ column: Int, _ source: some SeriesSource, _ info: inout SeriesInfo,
    _ transaction: WriteTransaction
  ) throws -> UInt64 {
    let rows = 0..<info.rowCount
    guard column > 0 else {
      var ends = (first: Int64(0), last: Int64(0))
      let checksum = try transaction.putColumn(
        0, info.generation, count: rows.count, as: Int64.self
      ) { times in
        try source.readTimes(rows, into: &times)
        try RowCheck.times(times.span, kind: info.metadata.timeKind)
        ends = (times[0], times[rows.count - 1])
      }
      (info.first, info.last) = ends
      return checksum
    }
    return try transaction.putColumn(
      column, info.generation, count: rows.count, as: Double.self
    ) { values in
      try source.readColumn(column - 1, rows, into: &values)
      try RowCheck.values(values.span, column: info.columns[column - 1].name)
    }
  }

  /// Removes what a killed writer left; the caller holds the writer lock.
  private func sweep(_ transaction: WriteTransaction) throws {
    guard let pending = try transaction.record(of: Self.pendingKey)?.first else { return }
    try Self.removeColumns(of: pending, transaction)
    _ = try transaction.removeRecord(of: Self.pendingKey)
  }

  private static func removeColumns(
    of generation: UInt64, _ transaction: WriteTransaction
  ) throws {
    var column = 0
    while try transaction.removeColumn(column, generation) { column += 1 }
  }

  /// The next generation number.
  private static let counterKey = "\u{1}generation"
  /// A generation with committed columns that no record names yet.
  private static let pendingKey = "\u{1}pending"

  private static func checkColumns(_ columns: [ColumnName]) throws {
    guard !columns.isEmpty else {
      throw RothostError(.argument, "a series needs at least one column of values; give one")
    }
    var seen: Set<String> = []
    for column in columns {
      try SeriesName.checkColumn(column.name)
      guard seen.insert(column.name).inserted else {
        throw RothostError(
          .argument, "column \"\(column.name)\" is given twice; give each column its own name")
      }
    }
  }
}

extension SeriesMetadata {
  /// The metadata of a series after rows from elsewhere came in: no longer the content of one file.
  fileprivate func edited(by new: SeriesMetadata) -> SeriesMetadata {
    var edited = self
    edited.importedFrom = new.importedFrom
    edited.sha256 = new.sha256
    return edited
  }
}
