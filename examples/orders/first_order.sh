#!/usr/bin/env bash
# Makes an order and its restaurant's first step. Takes the order service's address and its token.
set -euo pipefail

url=$1
authorization="Authorization: Bearer $2"

# send PATH VERSION BODY: repeats until it is answered, by the same key, so that it is made once.
send() {
  curl --fail-with-body --silent --show-error --retry 5 --retry-connrefused \
    -H "$authorization" -H 'Content-Type: application/json' \
    -H "Idempotency-Key: $(cat /proc/sys/kernel/random/uuid)" -H "If-Match: \"$2\"" \
    --data "$3" "$url$1"
}

order=$(send /orders 0 '{
  "market": "san_francisco", "customer_id": 100, "restaurant_id": 200,
  "pickup_latitude": 37.7749, "pickup_longitude": -122.4194,
  "dropoff_latitude": 37.7801, "dropoff_longitude": -122.4003,
  "subtotal_minor": 2350, "currency": "USD", "actor": {"kind": "customer", "id": "100"}}')
id=$(sed -E 's/.*"order_id": ?([0-9]+).*/\1/' <<< "$order")
step=$(send "/orders/$id/steps" 1 '{"state": "confirmed", "actor": {"kind": "restaurant", "id": "200"}}')

echo "$step"
