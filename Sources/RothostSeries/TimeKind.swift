/// Whether stamps are session dates (stored as their 00:00 UTC) or instants.
public enum TimeKind: Sendable, Hashable {
  case dates
  case instants
}
