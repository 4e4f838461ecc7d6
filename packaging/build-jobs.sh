#!/usr/bin/env bash
# SPDX-FileCopyrightText: 2026 The Limen authors
# SPDX-License-Identifier: BSD-3-Clause
# Prints how many compile jobs this machine bears: one per core, but no more than the free memory holds, as a file
# that includes LibTorch takes 1.1 GB of the compiler's memory.
set -euo pipefail

jobs=$(nproc)
memory_kib=$(awk '$1 == "MemAvailable:" { print $2 }' /proc/meminfo)
if [[ -r /sys/fs/cgroup/memory.max && $(</sys/fs/cgroup/memory.max) != max ]]; then
    limit_kib=$(($(</sys/fs/cgroup/memory.max) / 1024))
    memory_kib=$((limit_kib < memory_kib ? limit_kib : memory_kib))
fi
fitting=$((memory_kib / (1200 * 1024)))
jobs=$((fitting < jobs ? fitting : jobs))
echo $((jobs < 1 ? 1 : jobs))
