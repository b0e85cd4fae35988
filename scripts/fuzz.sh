#!/bin/bash
# Feeds the parsers and doors strange inputs for longer than the tests do.
#   FUZZ_CASES=100000   inputs for each walk (the tests try 1,500)
#   FUZZ_SEED=…         another walk; by default one that is new every time
#   FUZZ_SECONDS=60     time for libFuzzer, which looks for inputs that reach new code in the document parsers; 0 leaves it out
# Prints what was found; an input that ends the process is in .build/fuzz/last-input.
set -u
project=$(cd "$(dirname "$0")/.." && pwd)
cd "$project" || exit 1
mkdir -p .build/fuzz
export FUZZ_CASES=${FUZZ_CASES:-100000} FUZZ_SEED=${FUZZ_SEED:-$RANDOM$RANDOM} FUZZ_LAST=$project/.build/fuzz/last-input
echo "seed $FUZZ_SEED, $FUZZ_CASES inputs a walk"
COXSWAIN_MODULES=APIServer swift test --filter '^APIServerTests\.(DocumentFuzz|RequestFuzz|WireFuzz)Tests' || exit 1

seconds=${FUZZ_SECONDS:-60}
[ "$seconds" -gt 0 ] || exit 0
# What needs no package: the JSON parser and writer, JSONPath, patches.
sources=$(find Sources/Document -name '*.swift' ! -name YAML.swift)
# shellcheck disable=SC2086
swiftc -O -sanitize=fuzzer -parse-as-library -package-name coxswain -module-name Document -swift-version 6 \
    -enable-upcoming-feature ExistentialAny $sources scripts/fuzz/documents.swift -o .build/fuzz/documents || exit 1
mkdir -p .build/fuzz/corpus
.build/fuzz/documents -max_total_time="$seconds" -max_len=4096 -artifact_prefix=.build/fuzz/ .build/fuzz/corpus \
    Tests/Corpus/json Tests/Corpus/json-patches Tests/Corpus/merge-patches
