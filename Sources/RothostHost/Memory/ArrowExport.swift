public import CRothost
public import RothostCache
import RothostSeries

/// Fills the structs of the Arrow C data interface; the consumer's `release` lets the memory go.
///
/// Each struct holds what it points to by itself, so that a consumer may move children out.
/// https://arrow.apache.org/docs/format/CDataInterface.html
enum ArrowExport {
  /// - Precondition: both point to structs that may be overwritten.
  @unsafe static func export(
    _ column: ArrowColumn, _ schema: UnsafeMutablePointer<ArrowSchema>,
    _ array: UnsafeMutablePointer<ArrowArray>
  ) {
    // The caller vouches for both.
    unsafe schema.initialize(to: ExportedSchema(column).release())
    unsafe array.initialize(to: ExportedArray(column).release())
  }
}

extension EvaluationResult {
  /// Exports one output as a structure array, or all as one nested row where `output` is nil.
  ///
  /// Numbers and stamps are not copied and outlive this object until `release` is called.
  /// - Throws: `.notFound` where there is no such output.
  /// - Precondition: both point to structs that may be overwritten.
  @unsafe public func exportArrow(
    output: String?, schema: UnsafeMutablePointer<ArrowSchema>,
    array: UnsafeMutablePointer<ArrowArray>
  ) throws(RothostError) {
    let column = if let output { try arrow(output: output) } else { arrow() }
    // The caller vouches for both.
    unsafe ArrowExport.export(column, schema, array)
  }
}

extension SeriesView {
  /// Exports the snapshot as a structure of `time` and its columns, straight from the map.
  ///
  /// - Precondition: both point to structs that may be overwritten.
  @unsafe public func exportArrow(
    schema: UnsafeMutablePointer<ArrowSchema>, array: UnsafeMutablePointer<ArrowArray>
  ) {
    let numbers = info.columns.indices.map { InputNumbers(self, column: $0) }
    let times = numbers.first?.times ?? SharedArray([])
    let columns = zip(info.columns, numbers).map { ArrowColumn.reals($0.name, $1.values) }
    // The caller vouches for both.
    unsafe ArrowExport.export(
      .structure(
        "", length: rowCount, [.stamps("time", times, info.metadata.timeKind)] + columns),
      schema, array)
  }
}

/// What an exported `ArrowSchema` points to; goes with its `release`.
@safe private final class ExportedSchema {
  private let texts: TextArray
  private let children: ExportedChildren<ArrowSchema>

  init(_ column: ArrowColumn) {
    texts = TextArray([column.type.format, column.name])
    // Each child's struct holds its own object.
    unsafe children = ExportedChildren(column.children.map { unsafe ExportedSchema($0).release() })
  }

  /// The struct, which from here on holds this object.
  @unsafe func release() -> ArrowSchema {
    // The retained object keeps texts and children until `release` is called.
    unsafe ArrowSchema(
      format: texts.pointers[0], name: texts.pointers[1], metadata: nil,
      flags: Int64(ARROW_FLAG_NULLABLE), n_children: children.count, children: children.table,
      dictionary: nil,
      release: { schema in
        guard let schema = unsafe schema, let held = unsafe schema.pointee.private_data else {
          return
        }
        // Retained below; called once, as `release` is cleared.
        let owner = unsafe Unmanaged<ExportedSchema>.fromOpaque(held).takeRetainedValue()
        // A child that was moved out has no `release` any more.
        unsafe owner.children.forEach { child in unsafe child.pointee.release?(child) }
        unsafe schema.pointee.release = nil
        unsafe schema.pointee.private_data = nil
      }, private_data: Unmanaged.passRetained(self).toOpaque())
  }
}

/// What an exported `ArrowArray` points to; goes with its `release`.
@safe private final class ExportedArray {
  private let column: ArrowColumn
  private let buffers: UnsafeMutablePointer<UnsafeRawPointer?>
  private let children: ExportedChildren<ArrowArray>

  init(_ column: ArrowColumn) {
    self.column = column
    unsafe buffers = .allocate(capacity: column.buffers.count + 1)
    // One element for the validity and one for each buffer; the column keeps what they point to.
    unsafe buffers.initialize(to: column.validity.map { unsafe UnsafeRawPointer($0.pointer) })
    for (index, buffer) in column.buffers.enumerated() {
      unsafe (buffers + index + 1).initialize(to: UnsafeRawPointer(buffer.pointer))
    }
    // Each child's struct holds its own object.
    unsafe children = ExportedChildren(column.children.map { unsafe ExportedArray($0).release() })
  }

  deinit {
    // Allocated by this object alone; the elements are trivial.
    unsafe buffers.deallocate()
  }

  /// The struct, which from here on holds this object.
  @unsafe func release() -> ArrowArray {
    // The retained object keeps buffers and children until `release` is called.
    unsafe ArrowArray(
      length: Int64(column.length), null_count: Int64(column.nullCount), offset: 0,
      n_buffers: Int64(column.buffers.count + 1), n_children: children.count, buffers: buffers,
      children: children.table, dictionary: nil,
      release: { array in
        guard let array = unsafe array, let held = unsafe array.pointee.private_data else {
          return
        }
        // Retained below; called once, as `release` is cleared.
        let owner = unsafe Unmanaged<ExportedArray>.fromOpaque(held).takeRetainedValue()
        // A child that was moved out has no `release` any more.
        unsafe owner.children.forEach { child in unsafe child.pointee.release?(child) }
        unsafe array.pointee.release = nil
        unsafe array.pointee.private_data = nil
      }, private_data: Unmanaged.passRetained(self).toOpaque())
  }
}

/// The structs of an exported array's children and the table that points to them.
@safe private final class ExportedChildren<Child> {
  private let structs: UnsafeMutablePointer<Child>
  private let pointers: UnsafeMutablePointer<UnsafeMutablePointer<Child>?>
  let count: Int64

  @unsafe init(_ children: [Child]) {
    count = Int64(children.count)
    unsafe structs = .allocate(capacity: max(children.count, 1))
    unsafe pointers = .allocate(capacity: max(children.count, 1))
    for (index, child) in children.enumerated() {
      // One element per child was allocated in each block.
      unsafe (structs + index).initialize(to: child)
      unsafe (pointers + index).initialize(to: structs + index)
    }
  }

  deinit {
    // Allocated by this object alone; C structs are trivial.
    unsafe structs.deallocate()
    unsafe pointers.deallocate()
  }

  /// NULL where there are no children.
  @unsafe var table: UnsafeMutablePointer<UnsafeMutablePointer<Child>?>? {
    count == 0 ? nil : unsafe pointers
  }

  @unsafe func forEach(_ body: (UnsafeMutablePointer<Child>) -> Void) {
    for index in 0..<Int(count) {
      // One struct per child.
      unsafe body(structs + index)
    }
  }
}
