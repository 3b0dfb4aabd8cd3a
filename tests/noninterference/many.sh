#!/usr/bin/env bash
# What a view is not given changes no byte of what it publishes, in 20,000 cases.
#
# usage: many.sh BUILD      PICKET_CASES=N tries another number; million.sh a million
#
# The suite noninterference tries some hundreds, with sanitizers; this is the same, as users have it.
#
# A pipeline begins with megabytes of zeros, of which a short recording touches little: fresh pages
# are cheaper for that than old ones made clean.
set -euo pipefail
MALLOC_MMAP_THRESHOLD_=4000000 PICKET_CASES=${PICKET_CASES:-20000} "$1/tests/unit" noninterference
