#!/usr/bin/env bash
# Two weeks of history at work, on the platform that is up: nightlies, what comes three days late, a
# back-fill that is killed twice, maintenance beside ingest, tables of Delta, a model trained and taken
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
freshet=$(dirname "$0")/../../freshet

jobs=(dasher_efficiency dasher_earnings_daily restaurant_payouts_weekly market_supply_hourly eta_accuracy orders_history)
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

# Kills a back-fill, and all that it has started, so many seconds after its beginning.
killed_backfill() {
  local pid
  setsid "$freshet" backfill "${backfill[@]}" &
  pid=$!
  sleep "$1"
  kill -KILL -- "-$pid"
  wait "$pid" || echo "killed after $1 s"
}

first=2008-05-24
if [ -n "$cabs" ]; then
  first=2008-05-19
  title 'Five recorded days'
  "$freshet" replay cabs --pings "$cabs/pings.parquet" --trips "$cabs/trips.parquet" \
    --speed 600 --json "$receipts/replay.json"
fi

title 'Nine days of a simulated marketplace'
"$freshet" simulate --start 2008-05-24T07:00:00Z --duration 9d --speed 1200 --rate 3600 \
  --json "$receipts/simulate.json"

title 'What is over is computed'
nightlies nightly --day "$first"

title 'Twenty minutes come three days late; their days are computed anew, and no others'
"$freshet" simulate --start 2008-05-30T18:00:00Z --duration 20m --speed 60 --rate 300 --seed 7 \
  --json "$receipts/late.json"
nightlies late

title 'A back-fill is killed twice, and goes on'
backfill=(orders_history --from 2008-05-26 --to 2008-05-31 --because 'two weeks of history')
killed_backfill 25
killed_backfill 25
"$freshet" backfill "${backfill[@]}" --json "$receipts/backfill.json"

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

title 'A model is trained, and taken over where it is better'
"$freshet" dataset create two-weeks --json "$receipts/dataset.json"
trained=0
"$freshet" model train eta --dataset two-weeks --json "$receipts/model.json" || trained=$?
if [ "$trained" -eq 0 ]; then
  version=$(sed -n 's/.*"version" *: *"\([^"]*\)".*/\1/p' "$receipts/model.json" | head -n 1)
  "$freshet" model use "$version"
elif ! grep -q '"registered" *: *false' "$receipts/model.json"; then
  exit "$trained"
fi # One that is worse than what serves was refused: markets may have begun after all that it learnt from.

title 'Everything is proved'
"$freshet" prove --json "$receipts/prove.json"
