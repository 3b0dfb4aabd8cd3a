#!/usr/bin/env bash
# What a view is not given changes no byte of what it publishes, in 20,000 cases.
#
# usage: many.sh BUILD      PICKET_CASES=1000000 tries as many, for over two hours
#
# The suite noninterference tries some hundreds, with sanitizers; this is the same, as users have it.
set -euo pipefail
PICKET_CASES=${PICKET_CASES:-20000} "$1/tests/unit" noninterference
