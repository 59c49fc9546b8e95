#!/bin/sh
# Runs targets one after another: ./run.sh SECONDS TARGET... A find does not end a target's time.
# BIN: folder of the built targets; LOGS, DOSSIER_FUZZ_FINDS: where logs and inputs go.
cd "$(dirname "$0")" || exit 1
BIN=${BIN:-target/x86_64-unknown-linux-gnu/release}
LOGS=${LOGS:-artifacts}
export DOSSIER_FUZZ_FINDS="${DOSSIER_FUZZ_FINDS:-artifacts}" RAYON_NUM_THREADS=1
seconds=$1
shift
mkdir -p "$LOGS" "$DOSSIER_FUZZ_FINDS"
ulimit -s 16384 # as much as the product's readers have
for target; do
    mkdir -p "corpus/$target"
    dict=
    [ -f "dict/$target.dict" ] && dict="-dict=dict/$target.dict"
    end=$(($(date +%s) + seconds))
    log="$LOGS/$target.log"
    : > "$log"
    for _ in 1 2 3 4 5 6 7 8 9 10 11 12; do
        left=$((end - $(date +%s)))
        [ "$left" -gt 5 ] || break
        "$BIN/$target" "corpus/$target" $dict -max_total_time="$left" -max_len=70000 -timeout=20 -rss_limit_mb=2500 \
            -artifact_prefix="$DOSSIER_FUZZ_FINDS/$target-" -print_final_stats=1 >> "$log" 2>&1 && break
    done
    echo "$target: done $(date +%T)" >> "$LOGS/progress"
done
