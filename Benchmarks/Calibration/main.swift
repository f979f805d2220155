/// Rejection rates and power of the p-values: the tables of docs/STATISTICS.md.
///
///     make calibrate ARGS='[trials] [ccf|hy|changes|granger|cascade|power|power-cascade|power-events]'
let arguments = CommandLine.arguments.dropFirst()
let trials = arguments.compactMap { Int($0) }.first ?? 2000
let names = arguments.filter { Int($0) == nil }

let tables = [
  "ccf", "hy", "changes", "granger", "cascade", "power", "power-cascade", "power-events",
]
for table in tables where names.isEmpty || names.contains(table) {
  switch table {
  case "ccf": try tableLeadLag(table, trials: trials, barTrial)
  case "hy": try tableLeadLag(table, trials: trials, tickTrial)
  case "changes": try tableCorrelationChanges(trials: trials)
  case "granger": try tableGranger(trials: trials)
  case "cascade": try tableCascade(trials: trials)
  case "power": try tableLeadPower(trials: min(trials, 400))
  case "power-cascade": try tableCascadePower(trials: min(trials, 400))
  default: try tableEventPower(trials: min(trials, 400))
  }
}
