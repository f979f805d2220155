/// Whether a plugin's file may be loaded at all: nobody else must be able to write it.
///
/// A plugin runs with all rights of the host, so a file or folder that another user can change is
/// a way into the host. The folder counts because who may write it may replace the file.
enum FileTrust {
  private static let writableByOthers: UInt32 = 0o022

  /// Why `file` in `folder` is refused; nil where only its owner, this user or root, may write it.
  static func objection(file: FileStatus, path: String, folder: FileStatus, at folderPath: String)
    -> String?
  {
    objection(to: folder, "folder", folderPath) ?? objection(to: file, "file", path)
  }

  private static func objection(to status: FileStatus, _ what: String, _ path: String) -> String? {
    if status.permissions & writableByOthers != 0 {
      let mode = String(status.permissions & 0o777, radix: 8)
      return "the \(what) can be written by others (mode \(mode)): chmod go-w \(path)"
    }
    if status.owner != 0 && status.owner != FileSystem.effectiveUser {
      return "the \(what) belongs to another user (uid \(status.owner)): copy the plugin to a "
        + "folder of your own"
    }
    return nil
  }
}
