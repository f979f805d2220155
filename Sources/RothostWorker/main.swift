import RothostHost

WorkerProgram.run(CommandLine.arguments)
