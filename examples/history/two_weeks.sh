#!/usr/bin/env bash
# Two weeks of history at work, on the platform that is up: nightlies, what comes three days late, a
# back-fill that is killed twice, maintenance beside ingest, tables of Delta, models trained and taken
# over, and the proof. Leaves each command's receipt in a folder.
set -euo pipefail

usage() {
  echo "Usage: $0 RECEIPTS [--cabs FOLDER] [--delta FOLDER]" >&2
  echo "  RECEIPTS         where receipts go" >&2
  echo "  --cabs FOLDER    with pings.parquet and trips.parquet: five recorded days come first" >&2
  echo "  --delta FOLDER   of Delta tables to import" >&2
  exit 2
}

[ $# -ge 1 ] && [[ $1 != --* ]] || usage
receipts=$1
shift
cabs=''
delta=''
while [ $# -gt 0 ]; do
  case $1 in
    --cabs) cabs=${2:?--cabs needs a folder} ;;
    --delta) delta=${2:?--delta needs a folder} ;;
    *) usage ;;
  esac
  shift 2
done
mkdir -p "$receipts"
here=$(dirname "$0")
freshet=$here/../../freshet

jobs=(dasher_efficiency dasher_earnings_daily restaurant_payouts_weekly market_supply_hourly
  market_supply_audit eta_accuracy orders_history)
begun=$SECONDS

title() {
  printf '\n== %s (after %d s)\n' "$1" $((SECONDS - begun))
}

# Of each job what is not as its inputs are. The first day is named once: they go on from there.
nightlies() {
  local receipt=$1 job
  shift
  for job in "${jobs[@]}"; do
    "$freshet" run nightly --job "$job" --changed "$@" --json "$receipts/$receipt-$job.json"
  done
}

# Returns once every table holds what its stream has. That some are late by then is no matter.
caught_up() {
  local found=$receipts/freshness.json
  while
    rm -f "$found"
    "$freshet" freshness --json "$found" > /dev/null || true
    python3 "$here/receipts.py" waits "$found"
  do
    sleep 2
  done
}

# Kills a back-fill, and all that it has started, as soon as it has done a day.
killed_backfill() {
  local log=$receipts/backfill-killed-$1.log pid
  setsid "$freshet" backfill "${backfill[@]}" > "$log" 2>&1 &
  pid=$!
  until grep -q ' is done, ' "$log"; do
    kill -0 "$pid" || { cat "$log" >&2; exit 1; }
    sleep 0.1
  done
  kill -KILL -- "-$pid"
  wait "$pid" || grep ' is done, ' "$log"
}

# A training set of all that is recorded, and a model of it that serves where it is better.
retrained() {
  local name=$1 trained=0 version
  "$freshet" dataset create "$name" --json "$receipts/dataset-$name.json"
  "$freshet" model train eta --dataset "$name" --json "$receipts/model-$name.json" || trained=$?
  if [ "$trained" -eq 0 ]; then
    version=$(sed -n 's/.*"version" *: *"\([^"]*\)".*/\1/p' "$receipts/model-$name.json" | head -n 1)
    "$freshet" model use "$version"
  elif ! grep -q '"registered" *: *false' "$receipts/model-$name.json"; then
    exit "$trained"
  fi # One that is worse than what serves is refused: markets may have begun after all that it learnt from.
}

first=2008-05-24
if [ -n "$cabs" ]; then
  first=2008-05-19
  title 'Five recorded days'
  "$freshet" replay cabs --pings "$cabs/pings.parquet" --trips "$cabs/trips.parquet" \
    --speed 600 --json "$receipts/replay.json"

  title 'A model of them is trained, and taken over by the job that runs'
  retrained recorded-days
fi

title 'Nine days of a simulated marketplace'
"$freshet" simulate --start 2008-05-24T07:00:00Z --duration 9d --speed 1200 --rate 3600 \
  --json "$receipts/simulate.json"

title 'What is over is computed'
nightlies nightly --day "$first"

title 'What has come while that went on is computed'
caught_up
nightlies meanwhile

title 'Twenty minutes come three days late; their days are computed anew, and no others'
"$freshet" simulate --start 2008-05-30T12:00:00Z --duration 20m --speed 60 --rate 300 --seed 7 \
  --json "$receipts/late.json"
caught_up
nightlies late
python3 "$here/receipts.py" late "$receipts" "${jobs[@]}"

title 'A back-fill is killed twice, and goes on'
backfill=(orders_history --from 2008-05-26 --to 2008-05-31 --because 'two weeks of history')
killed_backfill 1
killed_backfill 2
"$freshet" backfill "${backfill[@]}" --json "$receipts/backfill.json"
if grep -q '"done" *: *\[ *\]' "$receipts/backfill.json"; then
  echo 'The back-fill began anew: nothing of what was done before it was killed had stayed' >&2
  exit 1
fi

title 'Maintenance beside ingest'
"$freshet" simulate --duration 3m --rate 500 --json "$receipts/beside.json" > "$receipts/beside.log" &
ingest=$!
"$freshet" maintain --json "$receipts/maintain.json"
wait "$ingest"

if [ -n "$delta" ]; then
  for table in "$delta"/*/; do
    name=$(basename "$table")
    title "Delta table $name"
    "$freshet" import delta "$table" --verify-history --json "$receipts/delta-$name.json"
  done
fi

title 'A model is trained anew of everything, and taken over where it is better'
retrained two-weeks
"$freshet" sql "select model, count(*) as predictions from raw.eta_predictions group by model order by 1" \
  | tee "$receipts/predictions-by-model.txt"

title 'Everything is proved'
"$freshet" prove --json "$receipts/prove.json"
