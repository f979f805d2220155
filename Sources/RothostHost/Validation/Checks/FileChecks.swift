/// Whether the file is one that this host may and can load.
enum FileChecks {
  static let all = [
    Check(
      .file, "readable", "the file is there and can be read",
      .file { facts in
        guard let status = facts.status else {
          return .failed("there is no such file, or its link leads nowhere")
        }
        guard status.isRegular else { return .failed("it is not a regular file") }
        return .of(facts.bytes.isEmpty ? "it is empty, or may not be read" : nil)
      }),
    Check(
      .file, "shared_object", "it is an ELF shared object, whole",
      needs: ["file.readable"],
      .file { facts in
        if let inapplicable = facts.inapplicable { return inapplicable }
        guard case .failure(let fault) = facts.image else { return .of(truncation(facts)) }
        if case .otherMachine = fault { return .passed }
        return .failed(fault.words)
      }),
    Check(
      .file, "machine", "it is built for this machine",
      needs: ["file.readable"],
      .file { facts in
        if let inapplicable = facts.inapplicable { return inapplicable }
        guard case .failure(let fault) = facts.image, case .otherMachine = fault else {
          return .passed
        }
        return .failed(fault.words)
      }),
    Check(
      .file, "permissions", "nobody else may change the file or its folder",
      needs: ["file.readable"],
      .file { facts in
        .of(FileTrust.objection(to: facts.path))
      }),
    Check(
      .file, "entry", "it exports the function rot_plugin_entry",
      needs: ["file.shared_object", "file.machine"],
      .file { facts in
        facts.judged { image in
          image.exports(PluginFile.entrySymbol)
            ? nil
            : "it does not: end a C plugin with ROT_PLUGIN(…), and link a Swift one with its "
              + "entry function"
        }
      }),
    Check(
      .file, "exports", "it exports nothing else of its own that another plugin could bind to",
      needs: ["file.shared_object", "file.machine"],
      .file { facts in
        facts.judged { image in
          let others = image.exportedNames().filter {
            !["rot_plugin_entry", "_init", "_fini"].contains($0)
          }
          guard let first = others.first else { return nil }
          let least = others.count < ElfImage.mostNames - 3 ? "" : "at least "
          return
            "it exports \(least)\(others.count) more, such as \(first): make them static, compile "
            + "with -fvisibility=hidden, or link with -Wl,--version-script=FILE, where FILE says "
            + "{ global: rot_plugin_entry; local: *; };"
        }
      }),
  ]

  /// The file ends where its own headers say that it goes on.
  private static func truncation(_ facts: FileFacts) -> String? {
    guard case .success(let image) = facts.image else { return nil }
    let end = image.headers.filter { $0.type == 1 }.map { $0.offset &+ $0.size }.max() ?? 0
    return end > UInt64(facts.bytes.count)
      ? "it is cut short: \(facts.bytes.count) bytes of \(end); copy or build it again" : nil
  }
}
