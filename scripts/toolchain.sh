#!/bin/sh
# Says what is wrong with the Swift toolchain, if anything: it is missing or too old.
set -eu
swift=${1:-swift}
needed=6.2

if ! command -v "$swift" >/dev/null 2>&1; then
  echo "Swift is not installed (looked for '$swift')." >&2
  echo "Install Swift $needed or newer from https://www.swift.org/install/linux/ and run this again." >&2
  exit 1
fi
version=$("$swift" --version 2>/dev/null | sed -n 's/.*Swift version \([0-9][0-9.]*\).*/\1/p' | head -n 1)
oldest=$(printf '%s\n%s\n' "$needed" "${version:-0}" | sort -V | head -n 1)
if [ "$oldest" != "$needed" ]; then
  echo "Swift ${version:-of an unknown version} is too old: $needed or newer is needed." >&2
  echo "Install one from https://www.swift.org/install/linux/ and run this again." >&2
  exit 1
fi
