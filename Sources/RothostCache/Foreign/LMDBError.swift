import CLMDB
import Glibc
import RothostSeries

/// Turns a return code of LMDB or of the system into words that say what to do next.
enum LMDBError {
  /// - Parameters:
  ///   - code: a negative LMDB code or a positive `errno`.
  ///   - action: what was being done, as "open", "write to"; it is followed by the path.
  static func error(_ code: Int32, while action: String, path: String) -> RothostError {
    RothostError(.cache, "cannot \(action) the cache \(path): \(explanation(code))")
  }

  private static func explanation(_ code: Int32) -> String {
    switch code {
    case ENOSPC, EDQUOT, EFBIG, EIO:
      // LMDB reports a write that the system cut short as EIO.
      "the disk is full, faulty or at a size limit; nothing was changed. Free some space, or "
        + "choose another cache with --cache DIR"
    case EACCES, EPERM, EROFS:
      "no right to write there. Choose another cache with --cache DIR or $ROTHOST_CACHE, or give "
        + "yourself the right (chmod u+rwx)"
    case ENOENT, ENOTDIR:
      "there is no such directory. Check the path, or choose another cache with --cache DIR"
    case ENOMEM:
      "no address space or memory left. Raise the limit (ulimit -v), or open the cache with a "
        + "smaller map size"
    case MDB_MAP_FULL:
      "the cache has reached its map size. Remove series, or open it with a larger map size"
    case MDB_READERS_FULL:
      "too many views are open at once. Close some"
    case MDB_MAP_RESIZED:
      "another process opened it with a larger map. Open it again"
    case MDB_PANIC:
      "an earlier write failed for good. Close the cache and open it again"
    case MDB_CORRUPTED, MDB_PAGE_NOTFOUND, MDB_INVALID, MDB_VERSION_MISMATCH, MDB_INCOMPATIBLE:
      "its files are damaged or belong to another program. Save what is whole with `rothost cache "
        + "repair --into NEWDIR`, or move the directory away and import the files again"
    default:
      code > 0 ? "\(SystemFile.text(ofError: code)). Check the path" : "LMDB code \(code)"
    }
  }
}
