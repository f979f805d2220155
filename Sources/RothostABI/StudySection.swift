// swift-format-ignore-file: AlwaysUseLowerCamelCase

import CRothost
import RothostHost
import RothostSeries

// rothost.h, "Studies"; the names are the header's.

@c @implementation
public func rot_run_study(
  _ engine: OpaquePointer!, _ study: UnsafePointer<CChar>!, _ flags: UInt32, _ workers: UInt32,
  _ monitor: UnsafePointer<rot_monitor>!,
  _ text: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>!
) -> rot_status {
  guarded {
    let engine = try borrow(engine, as: Engine.self, "engine")
    let study = try Study(named: RothostABI.text(study, "study"))
    guard flags & ~UInt32(ROT_STUDY_FULL) == 0 else {
      throw RothostError(.argument, "`flags` is \(flags); pass 0 or ROT_STUDY_FULL.")
    }
    let report = try engine.run(
      try engine.plan(study), workers: Int(workers),
      keepsData: flags & UInt32(ROT_STUDY_FULL) != 0, monitor: try readMonitor(monitor))
    try giveText(report.json(), to: text)
  }
}

@c @implementation
public func rot_get_study(
  _ study: UnsafePointer<CChar>!, _ text: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>!
) -> rot_status {
  guarded {
    try giveText(try Study(named: RothostABI.text(study, "study")).text, to: text)
  }
}
