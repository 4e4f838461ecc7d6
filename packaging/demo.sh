#!/usr/bin/env bash
# SPDX-FileCopyrightText: 2026 The Limen authors
# SPDX-License-Identifier: BSD-3-Clause
# Installs what is missing, builds Limen, makes a sample study with its report and opens the window on it where there
# is a display. Says how long each step took. Asks nothing and can be repeated.
set -euo pipefail

usage() {
    cat <<'END'
Usage: packaging/demo.sh [FOLDER]

  FOLDER  where photographs, study and report are written (default: limen-demo in the home folder)
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

times=()
step() {
    local title=$1 start=$SECONDS
    shift
    "$@"
    times+=("$(printf '%-8s %4d s' "$title" $((SECONDS - start)))")
}

build() {
    cmake --preset demo
    cmake --build --preset demo --parallel "$(packaging/build-jobs.sh)"
}

step install packaging/install-deps.sh
step build build
step demo build/demo/bin/limen demo "$folder"

study=$folder/demo.limen
report=$folder/report.html
for made in "$study/study.sqlite" "$report"; do
    if [[ ! -e $made ]]; then
        echo "demo.sh: 'limen demo' did not write $made" >&2
        exit 1
    fi
done

printf '\n'
printf '%s\n' "${times[@]}"
printf '\nThe report:       %s (open it in a browser)\nThe sample study: %s\n' "$report" "$study"
if [[ -z ${DISPLAY:-}${WAYLAND_DISPLAY:-} ]]; then
    echo "There is no display here. On one that has: build/demo/bin/limen-gui $study"
    exit 0
fi
exec build/demo/bin/limen-gui "$study"
