/// Every check there is, in the order in which they run.
enum CheckCatalogue {
  static let all: [Check] =
    FileChecks.all + LinkChecks.all + DescriptorChecks.all + DocumentationChecks.all
    + AnswerChecks.all + InputChecks.all + ParameterChecks.all
    + RepetitionChecks.all + CausalityChecks.all + ValueChecks.all + StreamChecks.all
    + StreamRepetitionChecks.all + ResourceChecks.all + LoadChecks.all + HonestyChecks.all

  static func check(_ name: String) -> Check? { all.first { $0.name == name } }
}
