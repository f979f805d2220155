/// Function pointers in a prototype.
extension ArgumentNames {
  /// What a callback does follows from what it is called after: an input, an output or `progress`.
  func callback(
    _ callback: Prototype.Callback, _ passed: Prototype.Passed
  ) throws(PrototypeFault) -> ForeignCallback {
    guard kind == .evaluate else {
      throw Self.fault("is a callback, which only a call over all rows may take")
    }
    guard case .name(let name) = passed else {
      throw Self.fault("is a callback: write (*NAME) with an input, an output or progress")
    }
    let role: ForeignCallback.Role
    let wanted: [(ForeignCallback.Parameter, String)]
    if let index = input(name) {
      role = .source(index)
      wanted = [(.row, "row"), (.user, "user")]
      guard callback.returns.number == .double else {
        throw Self.fault("reads an input, so it returns double")
      }
    } else if let index = output(name), outputs[index].kind == .series {
      role = .sink(index)
      wanted = [(.row, "row"), (.value, "value"), (.user, "user")]
      guard callback.returns.isVoid || callback.returns.number == .int32 else {
        throw Self.fault("takes an output's values, so it returns void or int")
      }
    } else if name == "progress" {
      role = .progress
      wanted = [(.fraction, "fraction"), (.user, "user")]
      guard callback.returns.isVoid || callback.returns.number == .int32 else {
        throw Self.fault("tells the progress, so it returns void or int")
      }
    } else {
      throw Self.fault(
        "is a callback after `\(name)`, which is no input, no series output and not progress")
    }
    var parameters: [ForeignCallback.Parameter] = []
    for (name, type) in callback.parameters {
      guard let parameter = wanted.first(where: { $0.1 == name })?.0 else {
        throw Self.fault(
          "has a callback with the parameter `\(name)`; this one may take "
            + wanted.map(\.1).joined(separator: ", "))
      }
      try Self.check(parameter, type)
      parameters.append(parameter)
    }
    for (parameter, name) in wanted where !parameters.contains(parameter) {
      throw Self.fault("has a callback without the parameter `\(name)`")
    }
    return ForeignCallback(
      role: role, returns: callback.returns, parameters: parameters,
      types: callback.parameters.map(\.type))
  }

  private static func check(
    _ parameter: ForeignCallback.Parameter, _ type: CType
  ) throws(PrototypeFault) {
    switch parameter {
    case .user:
      guard type.pointers == 1 else { throw fault("has a callback whose `user` is no pointer") }
    case .row:
      guard let number = type.number, !number.isReal, number != .boolean else {
        throw fault("has a callback whose `row` is no integer")
      }
    case .value, .fraction:
      guard type.number == .double else { throw fault("has a callback whose number is no double") }
    }
  }
}
