#!/bin/bash
# Moves /var/logs/access.log aside when it has grown, and keeps a count of requests by status in /var/logs/summary.
trap 'exit 0' TERM
cd /var/logs || exit 1
number=0
while :; do
    if [ -s access.log ]; then
        number=$((number + 1))
        mv access.log "access.log.$number"
        cat access.log.* | sed 's/.* //' | sort | uniq -c | sort -rn >.next && mv .next summary
        echo "handled access.log.$number: $(wc -l <"access.log.$number") requests"
    fi
    sleep "${INTERVAL:-5}" &
    wait $!
done
