# The two commands: `make eval` and `make test`. Everything they need they install or name.
SWIFT ?= swift
PYTHON ?= python3
PREFIX ?= /usr/local
DESTDIR ?=
VENV = .venv
RELEASE = .build/release
DEBUG = .build/debug
# Folders only: a user may drop a plugin or a manifest there.
PLUGIN_IDS = $(notdir $(patsubst %/,%,$(wildcard plugins/*/)))
VERSION = $(shell cat VERSION)
ARGS ?=

.PHONY: all eval build debug test test-swift test-abi test-embedding test-python sanitize fuzz kills lint format docs bench calibrate install clean setup setup-test

all: build

# The main job, from nothing: packages, release build, the question the host was built to answer.
eval: build
	$(RELEASE)/rothost eval --plugin lead_lag $(ARGS)

setup:
	@tools/setup

setup-test:
	@tools/setup test

build: setup
	$(SWIFT) build -c release
	@ln -sf librothost-abi.so $(RELEASE)/librothost.so
	@ln -sf librothost-abi.so $(RELEASE)/librothost.so.1

debug: setup-test
	$(SWIFT) build --build-tests
	@ln -sf librothost-abi.so $(DEBUG)/librothost.so
	@ln -sf librothost-abi.so $(DEBUG)/librothost.so.1

test: test-swift test-abi test-embedding test-python
	@echo "All suites passed: Swift, ABI and headers, embedding in C, Python."

test-swift: debug
	$(SWIFT) test --skip-build

test-abi: setup-test build
	Tests/ABITests/run $(RELEASE)

test-embedding: build
	Tests/Embedding/run $(RELEASE)

# Address, thread and (for C) undefined-behaviour sanitizers over the Swift tests, and one engine under eight C threads. Two
# tests are left out: one gives a process 24 MiB, less than the sanitizers keep for themselves, the other holds the
# bundled plugins to seconds that instrumented code does not keep.
UNSANITIZED = --skip boundedMemory --skip ValidatorTests/bundledPlugins
# CRothost lies in the package's root, where SwiftPM's cache of manifests takes all but .build for sources that changed.
SANITIZE = ROTHOST_KILLS=50 ROTHOST_SWAPS=200 $(SWIFT) test --disable-build-manifest-caching
# What instrumented Swift in a plugin calls and Swift's linker leaves inside the program.
TSAN_CALLS = external_read external_write ignore_thread_begin ignore_thread_end
TSAN = --sanitize=thread -Xswiftc -DTHREAD_SANITIZER \
  $(foreach call,$(TSAN_CALLS),-Xlinker --export-dynamic-symbol=__tsan_$(call))
TOOLCHAIN = $(dir $(shell command -v $(SWIFT)))..
sanitize: setup-test
	ASAN_OPTIONS=detect_leaks=0 $(SANITIZE) --sanitize=address --scratch-path .build-asan $(UNSANITIZED)
	setarch -R env $(SANITIZE) $(TSAN) --scratch-path .build-tsan $(UNSANITIZED)
	$(SANITIZE) --scratch-path .build-ubsan -Xcc -fsanitize=undefined -Xcc -fsanitize-trap=undefined
	ln -sf librothost-abi.so .build-tsan/debug/librothost.so.1
	CC=$(TOOLCHAIN)/bin/clang setarch -R Tests/Embedding/run .build-tsan/debug -fsanitize=thread \
	  -L$(TOOLCHAIN)/lib/swift/linux -Wl,-rpath,$(TOOLCHAIN)/lib/swift/linux -ldispatch -lBlocksRuntime

# Every parser of outside data under libFuzzer for a minute each; FUZZ_SECONDS changes that, ARGS names some targets.
fuzz: setup-test
	Tests/Fuzz/run $(ARGS)

# A thousand writers killed beside readers; the suite kills two hundred.
kills: setup-test
	ROTHOST_KILLS=1000 $(SWIFT) test --filter KilledWriterTests

# A stamp per requirements file, so that the second run starts at once.
$(VENV)/stamp: python/requirements-test.txt python/pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(VENV)/bin/pip install -q --upgrade pip
	$(VENV)/bin/pip install -q -r python/requirements-test.txt
	$(VENV)/bin/pip install -q -e ./python
	@touch $@

test-python: setup-test build $(VENV)/stamp
	$(VENV)/bin/python -m pytest -q Tests/Python

lint:
	$(SWIFT) format lint --strict --recursive Package.swift Sources plugins Tests Benchmarks

format:
	$(SWIFT) format --in-place --recursive Package.swift Sources plugins Tests Benchmarks

# What the descriptors say, as a page; a test fails where it is not up to date.
docs: build
	env -u ROTHOST_PLUGIN_PATH XDG_DATA_HOME=/nonexistent $(RELEASE)/rothost plugin info --all --format markdown \
	  > docs/INDICATORS.md

bench: build
	Benchmarks/run $(ARGS)

calibrate: build
	$(RELEASE)/rothost-calibration $(ARGS)

install: build
	install -d $(DESTDIR)$(PREFIX)/bin $(DESTDIR)$(PREFIX)/lib/pkgconfig \
	  $(DESTDIR)$(PREFIX)/lib/rothost/plugins $(DESTDIR)$(PREFIX)/include/rothost \
	  $(DESTDIR)$(PREFIX)/libexec/rothost
	install -m 755 $(RELEASE)/rothost-worker $(DESTDIR)$(PREFIX)/libexec/rothost/rothost-worker
	install -m 755 $(RELEASE)/rothost $(DESTDIR)$(PREFIX)/bin/rothost
	install -m 755 $(RELEASE)/librothost-abi.so $(DESTDIR)$(PREFIX)/lib/librothost.so.1
	ln -sf librothost.so.1 $(DESTDIR)$(PREFIX)/lib/librothost.so
	for id in $(PLUGIN_IDS); do install -m 755 $(RELEASE)/lib$$id.so \
	  $(DESTDIR)$(PREFIX)/lib/rothost/plugins/$$id.so || exit 1; done
	install -m 644 include/rothost/*.h $(DESTDIR)$(PREFIX)/include/rothost/
	sed -e 's|@PREFIX@|$(PREFIX)|' -e 's|@VERSION@|$(VERSION)|' tools/rothost.pc.in \
	  > $(DESTDIR)$(PREFIX)/lib/pkgconfig/rothost.pc

clean:
	rm -rf .build .build-asan .build-tsan .build-ubsan .build-fuzz $(VENV) .venv-bench
