#!/usr/bin/env bash
# Trains at the lowest priority and goes on from the last checkpoint; the arguments are those of train.py.
set -euo pipefail
cd "$(dirname "$0")"
mkdir -p work
export OMP_WAIT_POLICY=PASSIVE
exec nice -n 19 "${PYTHON:-python3}" -u train.py "$@" >> work/log.txt 2>&1
