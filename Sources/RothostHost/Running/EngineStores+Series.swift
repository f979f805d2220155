import RothostCache
import RothostSeries

/// The series an evaluation may bind: those of the cache, and the demo market beside them.
extension EngineStores {
  /// Names of all real series; none where there is no cache yet.
  func names() throws(RothostError) -> [String] {
    guard let store = try usableCache() else { return [] }
    return try caching { try store.names() }
  }

  func contains(_ reference: SeriesReference) throws(RothostError) -> Bool {
    guard let store = try usableCache() else { return false }
    return (try? store.info(reference.name)) != nil
  }

  /// A snapshot of a series, real or synthetic, and the index of its column.
  func view(_ reference: SeriesReference) throws(RothostError) -> (SeriesView, column: Int) {
    let store = SeriesName.isDemo(reference.name) ? try demo() : try existingCache()
    return try caching {
      let view = try store.view(reference.name)
      return (view, try view.info.columnIndex(reference.column))
    }
  }

  private func usableCache() throws(RothostError) -> SeriesStore? {
    do {
      return try existingCache()
    } catch  where error.status == .notFound {
      return nil
    }
  }
}

/// Runs a call of the cache, whose errors are all `RothostError`.
func caching<Answer>(_ body: () throws -> Answer) throws(RothostError) -> Answer {
  do {
    return try body()
  } catch let error as RothostError {
    throw error
  } catch {
    throw RothostError(.cache, "\(error)")
  }
}
