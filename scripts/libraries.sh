#!/bin/sh
# Installs the system libraries that are missing when this is root, and says the line to run when it is not.
set -eu
missing=""
has_header() {
  for folder in /usr/include /usr/include/* /usr/local/include; do
    [ -e "$folder/$1" ] && return 0
  done
  return 1
}
has_header cblas.h || missing="$missing libopenblas-dev"
has_header png.h || missing="$missing libpng-dev"
has_header zlib.h || missing="$missing zlib1g-dev"
has_header jpeglib.h || missing="$missing libjpeg-dev"
command -v pkg-config >/dev/null 2>&1 || missing="$missing pkg-config"
[ -z "$missing" ] && exit 0

if ! command -v apt-get >/dev/null 2>&1; then
  echo "Missing libraries:$missing (their Debian names). Install them and run this again." >&2
  exit 1
fi
if [ "$(id -u)" != 0 ]; then
  echo "Missing libraries. Run this, then try again:" >&2
  echo "  sudo apt-get update && sudo apt-get install -y$missing" >&2
  exit 1
fi
echo "Installing$missing" >&2
apt-get update -qq
# shellcheck disable=SC2086
DEBIAN_FRONTEND=noninteractive apt-get install -y -qq $missing >/dev/null
