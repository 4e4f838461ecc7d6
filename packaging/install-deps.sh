#!/usr/bin/env bash
# SPDX-FileCopyrightText: 2026 The Limen authors
# SPDX-License-Identifier: BSD-3-Clause
# Installs the Debian packages that Limen is built, tested and run with. Made for Debian 12; newer Debian and Ubuntu
# releases work where they offer the same libraries. Can be repeated: only what is missing is installed.
set -euo pipefail

usage() {
    cat <<'END'
Usage: packaging/install-deps.sh [--check] [--gui|--no-gui] [--ci]

  --check    only report what is missing; exit code 1 if anything is
  --no-gui   leave out what only the window needs
  --gui      with the window (default)
  --ci       also what only the checks of continuous integration need
END
}

check=false gui=true ci=false
for argument in "$@"; do
    case $argument in
        --check) check=true ;;
        --gui) gui=true ;;
        --no-gui) gui=false ;;
        --ci) ci=true ;;
        -h | --help) usage; exit 0 ;;
        *) echo "install-deps.sh: unknown option '$argument'" >&2; usage >&2; exit 2 ;;
    esac
done

# "a|b": either will do; the first one that the distribution offers is installed.
wanted=(
    g++ make cmake ninja-build ccache 'pkgconf|pkg-config' git
    qt6-base-dev      # Qt Test for every test; the window's widgets come in the same package
    libtorch-dev      # networks
    libdnnl-dev       # the networks' fastest form on the CPU
    libopencv-dev     # holds OpenCVConfig.cmake, which needs every component's package
    opencv-data       # face and eye cascades
    libavcodec-dev libavutil-dev  # HEVC and AV1 in process
    libsqlitecpp-dev libsqlite3-dev
    libcli11-dev nlohmann-json3-dev libfmt-dev libssl-dev libjpeg-dev
    librsvg2-dev libcairo2-dev libpng-dev  # figures as PDF and PNG
    ffmpeg            # the alternative that `limen bench` measures, and an independent reader for the tests
)
if $gui; then
    wanted+=(
        'qt6-svg-dev|libqt6svg6-dev' libqcustomplot-dev
        fonts-dejavu-core  # Qt draws no text without a font
    )
fi
if $ci; then
    wanted+=(clang-format-14)
fi

if ! command -v apt-get >/dev/null || ! command -v dpkg-query >/dev/null; then
    echo "install-deps.sh: this is not Debian or one of its relatives; install these yourself: ${wanted[*]}" >&2
    exit 1
fi

is_installed() {
    [[ $(dpkg-query --show --showformat='${db:Status-Status}' "$1" 2>/dev/null) == installed ]]
}

is_offered() {
    local policy
    policy=$(LC_ALL=C apt-cache policy "$1")
    [[ $policy == *Candidate:* && $policy != *'Candidate: (none)'* ]]
}

missing=()
for choice in "${wanted[@]}"; do
    IFS='|' read -ra names <<<"$choice"
    for name in "${names[@]}"; do
        if is_installed "$name"; then
            continue 2
        fi
    done
    missing+=("$choice")
done

if ((${#missing[@]} == 0)); then
    echo "All ${#wanted[@]} packages are installed."
    exit 0
fi
if $check; then
    echo "Missing: ${missing[*]}"
    exit 1
fi

as_root=()
if ((EUID != 0)); then
    if ! command -v sudo >/dev/null; then
        # The first of each pair; without root it cannot be known which of them is offered.
        echo "install-deps.sh: packages are missing and neither root nor sudo is at hand; as root, run:" >&2
        echo "  apt-get update && apt-get install --yes --no-install-recommends ${missing[*]%%|*}" >&2
        exit 1
    fi
    as_root=(sudo)
fi

run_apt() {
    # env, because sudo drops the environment. The lock: a fresh machine may still be updating itself.
    ${as_root[@]+"${as_root[@]}"} env DEBIAN_FRONTEND=noninteractive LC_ALL=C.UTF-8 \
        apt-get -o DPkg::Lock::Timeout=300 -o Dpkg::Use-Pty=0 -qq "$@" </dev/null
}

echo "Installing: ${missing[*]}"
run_apt update

install=() absent=()
for choice in "${missing[@]}"; do
    IFS='|' read -ra names <<<"$choice"
    for name in "${names[@]}"; do
        if is_offered "$name"; then
            install+=("$name")
            continue 2
        fi
    done
    absent+=("$choice")
done
if ((${#absent[@]} > 0)); then
    echo "install-deps.sh: this distribution does not offer: ${absent[*]} (Limen is made for Debian 12 and newer)" >&2
    exit 1
fi
run_apt install --yes --no-install-recommends "${install[@]}" >/dev/null
echo "Installed ${#install[@]} packages and what they need."
