import Glibc
import RothostSeries
import Testing

@testable import RothostHost

@Suite("Where the user's files are")
struct HomeTests {
  @Test("Without HOME the system's list of users says where")
  func listed() throws {
    let entry = try #require(getpwuid(geteuid()))
    #expect(FileSystem.listedHome == String(cString: entry.pointee.pw_dir))
    #expect(FileSystem.home?.hasPrefix("/") == true)
  }

  @Test("Where nobody says where pins are, that is an error, and no pin is forgotten in silence")
  func homeless() throws {
    let store = PinStore(path: nil, isNeeded: true)
    let error = try #require(failure { try store.lock() })
    #expect(error.status == .unsupported && error.message.contains("XDG_DATA_HOME"))
    #expect(try PinStore(path: nil).lock() == PluginLock())
  }
}
