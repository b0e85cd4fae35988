#!/bin/bash
# Writes /var/html/index.html anew every few seconds; readers see a whole page or the one before.
trap 'exit 0' TERM
page=0
while :; do
    page=$((page + 1))
    printf '<html><body>Page %d, made by %s at %s</body></html>\n' "$page" "$(hostname)" "$(date -u +%T)" >/var/html/.next
    mv /var/html/.next /var/html/index.html
    echo "wrote page $page"
    sleep "${INTERVAL:-5}" &
    wait $!
done
