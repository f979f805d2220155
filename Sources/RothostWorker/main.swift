import RothostHost

if CommandLine.arguments.dropFirst().first == "probe" {
  ProbeProgram.run(Array(CommandLine.arguments.dropFirst(2)))
}
WorkerProgram.run(CommandLine.arguments)
