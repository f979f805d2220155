import RothostSeries

extension RequestPlan {
  /// The inputs of a request whose data come later, in role order: name, role's index, transform.
  ///
  /// A required role without a binding counts as often as it must be there; an optional one is
  /// left out.
  /// - Throws: `.parameter` for a role or count that does not fit; `.unsupported` where the request
  ///   names data, a range or a clock, which a prepared request does not have.
  func deferredInputs() throws(RothostError) -> [(name: String, role: Int, transform: Transform)] {
    guard request.from == nil, request.to == nil, request.clock == .native, request.delays.isEmpty
    else {
      throw RothostError(
        .unsupported,
        "a prepared request runs on the arrays as given: leave range, clock and delays out, or "
          + "evaluate the request")
    }
    try InputBinder.checkRoles(request, description)
    var inputs: [(name: String, role: Int, transform: Transform)] = []
    for (index, role) in description.inputs.enumerated() {
      var bindings = request.inputs.filter { $0.role == role.role }
      if bindings.isEmpty && !role.isOptional {
        bindings = Array(
          repeating: InputBinding(role: role.role, source: .deferred), count: role.minimumCount)
      }
      bindings = role.spread(bindings)
      try InputBinder.checkCount(bindings.count, role)
      for binding in bindings {
        guard case .deferred = binding.source else {
          throw RothostError(
            .unsupported,
            "input \(role.role) names its data, but a prepared request takes all inputs at each "
              + "run; evaluate the request instead")
        }
        inputs.append((role.role, index, binding.transform ?? request.transform ?? role.transform))
      }
    }
    return inputs
  }
}
