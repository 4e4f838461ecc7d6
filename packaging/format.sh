#!/usr/bin/env bash
# SPDX-FileCopyrightText: 2026 The Limen authors
# SPDX-License-Identifier: BSD-3-Clause
# Formats Limen's C++ with clang-format 14. Another major version lays the same settings out differently, so it is
# refused. --check changes nothing and fails, naming the places, where something is not formatted.
set -euo pipefail

mode=(-i)
case ${1:-} in
    '') ;;
    --check) mode=(--dry-run --Werror) ;;
    *) echo "Usage: packaging/format.sh [--check]" >&2; exit 2 ;;
esac
cd "$(dirname "${BASH_SOURCE[0]}")/.."

clang_format=$(command -v clang-format-14 || command -v clang-format || true)
if [[ -z $clang_format ]]; then
    echo "format.sh: clang-format 14 is missing; packaging/install-deps.sh --ci installs it" >&2
    exit 1
fi
version=$("$clang_format" --version)
if [[ ! $version =~ version\ 14\. ]]; then
    echo "format.sh: clang-format 14 is needed, $clang_format is: $version" >&2
    exit 1
fi

mapfile -d '' -t files < <(find app core models ui tests \( -name '*.cpp' -o -name '*.h' \) -print0 | sort -z)
if ! "$clang_format" "${mode[@]}" "${files[@]}"; then
    echo "format.sh: some files are not formatted; packaging/format.sh formats them" >&2
    exit 1
fi
if [[ ${mode[0]} != -i ]]; then
    echo "All ${#files[@]} files are formatted."
fi
