#!/usr/bin/env bash
# SPDX-FileCopyrightText: 2026 The Limen authors
# SPDX-License-Identifier: BSD-3-Clause
# Trains the models Limen ships anew: packaging/train-defaults.sh PHOTOS OUT
#   PHOTOS  folder with probes/NAME/*.jpg and distractors/NAME/*.jpg (Labeled Faces in the Wild)
#   OUT     studies, checkpoints and the models; a stopped run goes on where it was
# LIMEN_MODELS must name a folder with the cards of the teachers: yunet-2022mar, mobilefacenet-ms1m,
# mobilefacenet-casia and lpips-squeeze. People of models/weights/held_out.csv are not looked at.
set -euo pipefail
if [ $# -ne 2 ]; then
  sed -n '4,8s/^# \{0,1\}//p' "$0"
  exit 2
fi
photos=$1
out=$2
limen=${LIMEN:-$(cd "$(dirname "$0")/.." && pwd)/build/demo/bin/limen}
mkdir -p "$out"
study=$out/photos.limen
data="Labeled Faces in the Wild, deep-funneled version (public research data)"
for role in probe distractor; do
  "$limen" import "$photos/${role}s" --study "$study" --role "$role" --detector yunet-2022mar
done
"$limen" --seed 1 --precision bf16 train-landmarks --steps 7000 --data "$data" --study "$study" --out "$out/landmarks"
"$limen" --seed 1 --precision bf16 train-sampler --data "$data" --study "$study" --out "$out/sampler"
LIMEN_MODELS=$out/sampler:$LIMEN_MODELS "$limen" --seed 777 sample "$out/people" --identities 300 --images 8 --distractors 2400
for role in probe distractor; do
  "$limen" import "$out/people/${role}s" --study "$out/people.limen" --role "$role" --detector yunet-2022mar
done
"$limen" --seed 1 --precision bf16 train-recognizer --data "$data, and sample people made by limen sample" \
  --study "$study" --samples "$out/people.limen" --out "$out/recognizer"

# JND predictors learn from the labels of record: at most 20 photographs a person, hevc, mobilefacenet-ms1m.
record=$out/record.limen
"$limen" import "$photos/probes" --study "$record" --role probe --detector yunet-2022mar --max-per-identity 20
"$limen" import "$photos/distractors" --study "$record" --role distractor --detector yunet-2022mar
"$limen" label --study "$record" --codec hevc --recognizer mobilefacenet-ms1m
"$limen" encode --study "$record" --codec hevc --distractors
"$limen" train --study "$record" --model mix --run mix-mobilefacenet-ms1m
LIMEN_MODELS=$out/recognizer:$LIMEN_MODELS "$limen" train --study "$record" --model mix --run limen-jnd-mix \
  --drift-recognizer limen-fr-s --features drift
"$limen" --seed 1 --precision bf16 train --study "$record" --run limen-jnd-s --depth 18 --width 0.5 --target mix \
  --teacher "$record/runs/mix-mobilefacenet-ms1m/model/mix-mobilefacenet-ms1m.json" --distractors \
  --lambda-id 0 --content none --rate 8e-4 --epochs 10 --flat-epochs 5
