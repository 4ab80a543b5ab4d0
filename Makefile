# Roentgen. `make demo` and `make test` work on a fresh machine: they install the system libraries when these are
# missing and root may do so, and say the exact line to run otherwise.

SWIFT ?= swift
PREFIX ?= /usr/local
BUILD = $(SWIFT) build -c release --product main
MAIN = .build/release/main

.PHONY: all build demo test bench fuzz format lint docs install clean libraries toolchain

all: build

build: libraries
	$(BUILD)

## Generates phantoms, trains a small network on them, evaluates it: about two minutes on two cores.
demo: build
	@scripts/demo.sh $(MAIN)

## Everything that must hold; the same on a laptop and in CI.
test: build
	$(SWIFT) test -c release --disable-testable-imports

## Ours against the peers, side by side in one run (needs Python; see Benchmarks/).
bench: build
	$(SWIFT) build -c release --product image-bench
	@Benchmarks/run.sh

## Damaged files for every reader, under AddressSanitizer, and the lines of the readers that they reached.
fuzz: libraries
	@SWIFT="$(SWIFT)" scripts/fuzz.sh $(VARIANTS)

format:
	$(SWIFT) format --in-place --parallel --recursive Package.swift Sources Tests

lint:
	$(SWIFT) format lint --strict --parallel --recursive Package.swift Sources Tests

## Rewrites the files that are generated from the declared keys.
docs: build
	$(MAIN) --mode docs

install: libraries
	$(SWIFT) build -c release --product main --static-swift-stdlib
	install -d "$(DESTDIR)$(PREFIX)/bin"
	install -m 755 $(MAIN) "$(DESTDIR)$(PREFIX)/bin/roentgen"

libraries: toolchain
	@scripts/libraries.sh

toolchain:
	@scripts/toolchain.sh $(SWIFT)

clean:
	$(SWIFT) package clean
