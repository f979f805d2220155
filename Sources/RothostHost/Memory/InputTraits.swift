/// What a plugin reads of one input beside its numbers: fields of `rot_series`, and its role's index.
struct InputTraits: Sendable, Equatable {
  var name: String
  var unit: String?
  var column: String
  var flags: UInt32
  var closeOffset: Int64
  var roleIndex: UInt32
}
