#!/usr/bin/env bash
# SPDX-FileCopyrightText: 2026 The Limen authors
# SPDX-License-Identifier: BSD-3-Clause
# Installs what is missing, builds Limen and runs its tests, from any working directory and without a question.
set -euo pipefail

usage() {
    cat <<'END'
Usage: packaging/test.sh [--fast] [--no-install] [--ci]

  --fast        leave out the slow, end-to-end and benchmark tests
  --no-install  install nothing; fail if something is missing
  --ci          also check formatting and run the unit tests under AddressSanitizer and
                UndefinedBehaviorSanitizer (default where the environment says CI=true)
END
}

fast=false install=true ci=false
[[ ${CI:-} == true ]] && ci=true
for argument in "$@"; do
    case $argument in
        --fast) fast=true ;;
        --no-install) install=false ;;
        --ci) ci=true ;;
        -h | --help) usage; exit 0 ;;
        *) echo "test.sh: unknown option '$argument'" >&2; usage >&2; exit 2 ;;
    esac
done

cd "$(dirname "${BASH_SOURCE[0]}")/.."
logs=$(mktemp -d)
stage='' timings=()
begun=$SECONDS stage_begun=$SECONDS

begin_stage() {
    stage=$1 stage_begun=$SECONDS
    printf '\n== %s\n' "$stage"
}

end_stage() {
    timings+=("$(printf '%6d s  %s' $((SECONDS - stage_begun)) "$stage")")
    stage=''
}

report() {
    local status=$? log
    printf '\n== Summary\n'
    ((${#timings[@]} == 0)) || printf '%s\n' "${timings[@]}"
    [[ -z $stage ]] || printf '%6d s  %s: FAILED\n' $((SECONDS - stage_begun)) "$stage"
    printf '%6d s  altogether\n' $((SECONDS - begun))
    # ctest's closing lines once more, so that whoever reads only the end of a log sees the verdict.
    for log in "$logs"/*.log; do
        [[ -e $log ]] || continue
        printf '\nctest --preset %s:\n' "$(basename "$log" .log | cut -d- -f2)"
        sed -n '/tests passed,/,$p' "$log"
    done
    rm -rf "$logs"
    if ((status != 0)); then
        printf '\ntest.sh: failed%s\n' "${stage:+ at: $stage}" >&2
    fi
    exit "$status"
}
trap report EXIT

# State of the source tree, to see that no test writes into it; empty outside a git checkout.
tree_state() {
    git status --porcelain 2>/dev/null || true
}

run_tests() {  # NUMBER PRESET [ctest options]; logs are reported in the order of NUMBER
    local number=$1 preset=$2 before
    shift 2
    before=$(tree_state)
    ctest --preset "$preset" --output-on-failure --no-tests=error --parallel "$jobs" "$@" |
        tee "$logs/$number-$preset.log"
    if [[ $(tree_state) != "$before" ]]; then
        printf 'test.sh: the tests changed the source tree:\n%s\n' "$(tree_state)" >&2
        return 1
    fi
}

count_skipped() {  # BUILD_FOLDER
    local skipped
    skipped=$(grep -c '^SKIP  ' "$1/Testing/Temporary/LastTest.log" || true)
    if ((skipped > 0)); then
        echo "$skipped test functions were skipped (README, \"Tests\"); reasons in $1/Testing/Temporary/LastTest.log"
    fi
}

dependencies=()
if $ci; then
    dependencies+=(--ci)
fi
begin_stage 'install dependencies'
if $install; then
    packaging/install-deps.sh "${dependencies[@]}"
else
    packaging/install-deps.sh --check "${dependencies[@]}"
fi
end_stage

jobs=$(packaging/build-jobs.sh)
if $ci; then
    begin_stage 'check formatting'
    packaging/format.sh --check
    end_stage
fi

begin_stage 'configure'
cmake --preset dev
end_stage

begin_stage "build with $jobs jobs"
cmake --build --preset dev --parallel "$jobs"
end_stage

begin_stage 'tests'
if $fast; then
    run_tests 2 fast
else
    run_tests 2 dev
fi
count_skipped build/dev
end_stage

if $ci; then
    begin_stage 'configure with sanitizers'
    cmake --preset asan
    end_stage

    begin_stage 'build with sanitizers'
    cmake --build --preset asan --parallel "$jobs"
    end_stage

    begin_stage 'unit tests with sanitizers'
    run_tests 1 asan --label-regex '^unit$'
    end_stage
fi
