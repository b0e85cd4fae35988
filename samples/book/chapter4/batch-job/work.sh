#!/bin/bash
# Works for BATCH_SECONDS seconds (two minutes, if nothing else is asked for) and is done.
trap 'exit 143' TERM
echo "$(date -u) Batch job starting"
sleep "${BATCH_SECONDS:-120}" &
wait $!
echo "$(date -u) Finished successfully"
