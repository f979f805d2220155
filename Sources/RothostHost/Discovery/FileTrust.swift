/// Whether a plugin's file may be loaded at all: nobody but this user and root can change it, or put
/// another in its place.
///
/// A plugin runs with the rights of the host, so a file that another user can change is a way into
/// it. Every folder on the way counts, and so does every link: who may write there may lead the way
/// elsewhere. POSIX access lists are seen too, since their mask stands in the group's bits.
struct FileTrust {
  /// What was found of folders asked about before.
  private var known: [String: String?] = [:]

  private static let writableByOthers: UInt32 = 0o022
  /// As many as Linux follows (path_resolution(7)).
  private static let mostLinks = 40

  /// Why the file is refused; nil where only this user and root can write it or replace it.
  ///
  /// - Parameter path: absolute; links in it are followed and judged themselves.
  static func objection(to path: String) -> String? {
    var trust = FileTrust()
    return trust.objection(to: path)
  }

  mutating func objection(to path: String) -> String? { objection(to: path, links: 0) }

  /// A folder alone, with the way to it.
  mutating func objection(toFolder path: String) -> String? {
    if let known = known[path] { return known }
    let objection = folderObjection(path, isPlace: true, links: 0)
    known[path] = .some(objection)
    return objection
  }

  private mutating func objection(to path: String, links: Int) -> String? {
    let folder = SearchPath.parent(of: path)
    if let objection = objection(toFolder: folder) { return objection }
    guard let status = FileSystem.linkStatus(path) else { return nil }
    if !status.isLink { return Self.objection(to: status, "file", path) }
    if let objection = Self.foreign(status, "link", path) { return objection }
    guard links < Self.mostLinks, let target = FileSystem.target(ofLink: path) else { return nil }
    return objection(to: target.hasPrefix("/") ? target : "\(folder)/\(target)", links: links + 1)
  }

  /// Walks down from the root; `isPlace` where plugins lie in it themselves.
  ///
  /// On the way a folder such as `/tmp` will do: what is mine in it, nobody else can move.
  private mutating func folderObjection(_ path: String, isPlace: Bool, links: Int) -> String? {
    if path != "/" {
      let parent = SearchPath.parent(of: path)
      if let objection = folderObjection(parent, isPlace: false, links: links) { return objection }
    }
    guard let status = FileSystem.linkStatus(path) else { return nil }
    if status.isLink {
      if let objection = Self.foreign(status, "link", path) { return objection }
      guard links < Self.mostLinks, let target = FileSystem.target(ofLink: path) else { return nil }
      let whole = target.hasPrefix("/") ? target : "\(SearchPath.parent(of: path))/\(target)"
      return folderObjection(whole, isPlace: isPlace, links: links + 1)
    }
    let isSticky = status.permissions & 0o1000 != 0
    if !isPlace && isSticky { return Self.foreign(status, "folder", path) }
    return Self.objection(to: status, "folder", path)
  }

  private static func objection(to status: FileStatus, _ what: String, _ path: String) -> String? {
    if status.permissions & writableByOthers != 0 {
      let mode = String(status.permissions & 0o777, radix: 8)
      return "the \(what) can be written by others (mode \(mode)): chmod go-w \(path)"
    }
    return foreign(status, what, path)
  }

  private static func foreign(_ status: FileStatus, _ what: String, _ path: String) -> String? {
    guard status.owner != 0 && status.owner != FileSystem.effectiveUser else { return nil }
    return "the \(what) belongs to another user (uid \(status.owner), \(path)): copy the plugin to "
      + "a folder of your own"
  }
}
