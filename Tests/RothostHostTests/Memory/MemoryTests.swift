import CMemoryFixtures
import Glibc
import RothostSeries
import Testing

@testable import RothostHost

@Suite struct MemoryTests {
  /// The address of an element, as a plugin that ignores `const` would see it.
  func address<Element>(_ array: SharedArray<Element>, _ index: Int) -> UnsafeMutableRawPointer {
    UnsafeMutableRawPointer(mutating: array.pointer + index)
  }

  func sealed(_ values: [Double]) throws -> SharedArray<Double> {
    let memory = try SealedMemory(byteCount: SealedMemory.size(of: values.count)) {
      writer throws(RothostError) in
      _ = try writer.append(values.span)
    }
    return memory.array(of: Double.self, at: 0, count: values.count)
  }

  @Test("a write into sealed memory faults, even after the page was asked to be made writable")
  func sealedMemoryFaults() throws {
    let array = try sealed([1, 2, 3])
    #expect(array[1] == 2)
    #expect(signal_of_write(address(array, 1)) == SIGSEGV)
    #expect(signal_of_forced_write(address(array, 1)) == SIGSEGV)
    #expect(array[1] == 2)
  }

  @Test("sealed memory lies between guard pages")
  func sealedMemoryIsGuarded() throws {
    let array = try sealed([1, 2, 3])
    #expect(signal_of_write(address(array, 0) - 1) == SIGSEGV)
    #expect(signal_of_write(address(array, 0) + Int(sysconf(Int32(_SC_PAGESIZE)))) == SIGSEGV)
  }

  @Test("a sealed file can be mapped by another process but not written to or resized")
  func sealedFileIsFinal() throws {
    let memory = try SealedMemory(byteCount: 8) { writer throws(RothostError) in
      _ = try writer.append([42.0].span)
    }
    #expect(ftruncate(memory.file, 0) != 0)
    #expect(mmap(nil, 4096, PROT_READ | PROT_WRITE, MAP_SHARED, memory.file, 0) == MAP_FAILED)
    var value = 0.0
    #expect(pread(memory.file, &value, 8, 0) == 8)
    #expect(value == 42)
  }

  @Test("the descriptor that workers get can only read, so that every kernel maps it shared")
  func sealedFileOnlyReads() throws {
    let memory = try SealedMemory(byteCount: 8) { writer throws(RothostError) in
      _ = try writer.append([42.0].span)
    }
    #expect(fcntl(memory.file, F_GETFL) & O_ACCMODE == O_RDONLY)
    let shared = try #require(mmap(nil, 4096, PROT_READ, MAP_SHARED, memory.file, 0))
    #expect(shared != MAP_FAILED && shared.load(as: Double.self) == 42)
    #expect(mprotect(shared, 4096, PROT_READ | PROT_WRITE) != 0)
    munmap(shared, 4096)
  }

  @Test("a process forked while memory is filled does not keep it from being sealed")
  func sealedDespiteFork() throws {
    var child: pid_t = -1
    defer { end_child(child) }
    let memory = try SealedMemory(byteCount: 8) { writer throws(RothostError) in
      child = child_that_waits()
      _ = try writer.append([42.0].span)
    }
    #expect(child > 0)
    #expect(mmap(nil, 4096, PROT_READ | PROT_WRITE, MAP_SHARED, memory.file, 0) == MAP_FAILED)
    #expect(memory.array(of: Double.self, at: 0, count: 1)[0] == 42)
  }

  @Test("a fill that throws leaves no sealed memory and passes its error on")
  func fillMayThrow() {
    #expect(throws: RothostError(.input, "bad")) {
      try SealedMemory(byteCount: 8) { _ throws(RothostError) in throw RothostError(.input, "bad") }
    }
  }

  @Test(
    "one past the end of an output faults, whatever its length",
    arguments: [0, 1, 251, 512, 5000, 1 << 20])
  func outputEndsAtGuard(count: Int) throws {
    let buffer = try GuardedBuffer(count: count)
    if count > 0 { #expect(signal_of_write(buffer.doubles + (count - 1)) == 0) }
    #expect(signal_of_write(buffer.doubles + count) == SIGSEGV)
  }

  /// Bytes of address space the process has taken, by the kernel's own count.
  func addressSpace() throws -> Int {
    let file = try #require(fopen("/proc/self/statm", "r"))
    defer { fclose(file) }
    var line = [CChar](repeating: 0, count: 100)
    try #require(fgets(&line, 100, file) != nil)
    let text = String(decoding: line.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
    let pages = try #require(text.split(separator: " ").first.flatMap { Int($0) })
    return pages * Int(sysconf(Int32(_SC_PAGESIZE)))
  }

  @Test("outputs of megabytes begin at a huge page, and give all they took back")
  func largeOutputs() throws {
    let before = try addressSpace()
    for _ in 0..<20_000 {
      let pages = try GuardedPages.take(atLeast: 8 << 20, from: nil)
      #expect(UInt(bitPattern: pages.end) % (2 << 20) == 0)
      pages.unmap()
    }
    // Two megabytes left by each would be 40 GB; workers of other tests reserve one each meanwhile.
    #expect(try addressSpace() - before < 20 << 30)
  }

  @Test("one before the beginning of an output breaks the canary")
  func canaryTells() throws {
    for offset in 1...GuardedBuffer.canaryWords {
      let buffer = try GuardedBuffer(count: 10)
      buffer.fill(1.5)
      #expect(buffer.isIntact)
      buffer.doubles[-offset] = 0
      #expect(!buffer.isIntact)
    }
  }

  @Test("an impossible length is an error, not a trap")
  func impossibleLength() {
    #expect(throws: RothostError.self) { try GuardedBuffer(count: .max) }
    #expect(throws: RothostError.self) { try GuardedBuffer(count: 1 << 55) }
  }

  @Test("a pool hands the same pages out again, with a fresh canary and another length")
  func poolReuses() throws {
    let pool = BufferPool()
    var buffer: GuardedBuffer? = try GuardedBuffer(count: 100, pool: pool)
    let end = try #require(buffer).doubles + 100
    buffer?.doubles[-1] = 0
    buffer = nil
    #expect(pool.byteCount > 0)
    let next = try GuardedBuffer(count: 90, pool: pool)
    #expect(next.doubles + 90 == end)
    #expect(next.isIntact)
    #expect(pool.byteCount == 0)
  }

  @Test("a pool keeps no more than its limit")
  func poolIsBounded() throws {
    let pool = BufferPool(limit: 8192)
    var buffers = try (0..<5).map { _ in try GuardedBuffer(count: 100, pool: pool) }
    buffers.removeAll()
    #expect(pool.byteCount == 8192)
  }

  @Test("views keep their owner alive and slices share it")
  func viewsKeepOwners() throws {
    let pool = BufferPool()
    var view: SharedArray<Int64>?
    do {
      let buffer = try GuardedBuffer(count: 4, pool: pool)
      buffer.copy([1, 2, 3, 4].span)
      view = buffer.sharedIntegers().slice(1..<3)
    }
    #expect(pool.byteCount == 0)
    #expect(view?.withSpan { span in span.indices.map { span[$0] } } == [2, 3])
    view = nil
    #expect(pool.byteCount > 0)
  }

  @Test("a growing array keeps what was appended")
  func growingArray() {
    let array = GrowableArray<Int64>(capacity: 1)
    for value in 0..<1000 { array.append(Int64(value)) }
    let shared = array.shared()
    #expect(shared.count == 1000)
    #expect(shared.indices.allSatisfy { shared[$0] == Int64($0) })
  }

  @Test("texts read back as they were, with missing ones and embedded NULs dropped")
  func texts() {
    let texts = TextArray(["", nil, "Grüße", "a\0b"])
    #expect((0..<4).map { texts[$0] } == ["", nil, "Grüße", "ab"])
    #expect(strlen(texts.pointers[2]!) == 7)
  }
}
