#!/usr/bin/env bash
# Makes the order service the source of order_events: its contract names the table that is captured, in
# place of who may send. Takes the folder of contracts; a second time changes nothing.
set -euo pipefail

contract="$1/order_events.yaml"
senders='{property: producers, value: [orders]}'
table='{property: capturedFrom, value: public.order_steps}'

if grep -qF "$table" "$contract"; then
  echo "$contract names the table already"
  exit 0
fi
if ! grep -qF "$senders" "$contract"; then
  echo "$contract does not say $senders; put $table under its customProperties by hand" >&2
  exit 2
fi
text=$(cat "$contract")
printf '%s\n' "${text/"$senders"/"$table"}" > "$contract"
echo "$contract names the table now"
