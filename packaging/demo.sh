#!/usr/bin/env bash
# SPDX-FileCopyrightText: 2026 The Limen authors
# SPDX-License-Identifier: BSD-3-Clause
# Installs what is missing, builds Limen, makes a sample study and opens the window on it where there is a display.
# Asks nothing and can be repeated.
set -euo pipefail

usage() {
    cat <<'END'
Usage: packaging/demo.sh [FOLDER]

  FOLDER  where the sample study is written (default: limen-demo in the home folder)
END
}

if (($# > 1)) || [[ ${1:-} == -* ]]; then
    usage
    [[ ${1:-} == -h || ${1:-} == --help ]] && exit 0
    exit 2
fi

folder=${1:-}
if [[ -n $folder ]]; then
    mkdir -p "$folder"
elif [[ -n ${HOME:-} ]] && mkdir -p "$HOME/limen-demo" 2>/dev/null && [[ -w $HOME/limen-demo ]]; then
    folder=$HOME/limen-demo
else
    folder=$(mktemp -d --tmpdir limen-demo.XXXXXX)
fi
folder=$(cd "$folder" && pwd)
cd "$(dirname "${BASH_SOURCE[0]}")/.."

packaging/install-deps.sh
cmake --preset demo
cmake --build --preset demo --parallel "$(packaging/build-jobs.sh)"

build/demo/bin/limen demo "$folder"

study=$(find "$folder" -maxdepth 2 -name study.sqlite -printf '%h\n' | sort | head -n 1)
if [[ -z $study ]]; then
    echo "demo.sh: 'limen demo' left no study in $folder" >&2
    exit 1
fi
printf '\nThe sample study is %s\n' "$study"
if [[ -z ${DISPLAY:-}${WAYLAND_DISPLAY:-} ]]; then
    echo "There is no display here. On one that has: build/demo/bin/limen-gui $study"
    exit 0
fi
exec build/demo/bin/limen-gui "$study"
