import RothostCache
import RothostSeries

/// One binding with all that is known about its series.
extension InputBinder {
  func bound(
    _ binding: InputBinding, _ role: InputDescription, _ index: Int
  ) throws(RothostError) -> BoundInput {
    let transform = binding.transform ?? request.transform ?? role.transform
    switch binding.source {
    case .deferred:
      guard keepsDeferred else {
        throw RothostError(
          .parameter,
          "input \(role.role) is given at each run; name a series, or prepare the request first")
      }
      let nothing = ArrayInput(name: role.role, times: [], values: [], timeKind: .dates)
      return BoundInput(
        role: role.role, roleIndex: index, name: role.role, column: "", data: .array(nothing),
        transform: transform, delay: binding.delay, timeKind: .dates)
    case .array(let array):
      return BoundInput(
        role: role.role, roleIndex: index, name: array.name, column: array.column,
        unit: array.unit.isEmpty ? nil : array.unit, data: .array(array), transform: transform,
        delay: binding.delay ?? request.delays[array.name], timeKind: array.timeKind)
    case .series(let name, let column):
      do {
        let (view, column) = try stores.view(SeriesReference(name: name, column: column))
        return stored(view, column, binding, role, index, transform)
      } catch {
        throw RothostError(error.status, "input \(role.role): \(error.message)")
      }
    }
  }

  private func stored(
    _ view: SeriesView, _ column: Int, _ binding: InputBinding, _ role: InputDescription,
    _ index: Int, _ transform: Transform
  ) -> BoundInput {
    let info = view.info
    let metadata = info.metadata
    let rule = metadata.releaseCode.flatMap(PublicationRule.standard(forCode:))
    let unit = info.columns[column].unit
    return BoundInput(
      role: role.role, roleIndex: index, name: info.name, column: info.columns[column].name,
      unit: unit.isEmpty ? nil : unit, data: .view(view, column: column), transform: transform,
      delay: binding.delay ?? request.delays[info.name] ?? metadata.publicationDelay ?? rule?.delay,
      // Irregular also means that nobody looked: then the stamps tell.
      calendar: metadata.calendar == .irregular ? nil : metadata.calendar,
      close: metadata.closingTime.map(ClosingTime.init(offset:)), timeKind: metadata.timeKind,
      isSynthetic: SeriesName.isDemo(info.name), isRevised: rule?.isRevised ?? false)
  }
}
