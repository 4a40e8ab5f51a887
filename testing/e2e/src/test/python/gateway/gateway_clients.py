"""Talks to a gateway with other people's libraries; prints what it was answered.

gateway_clients.py cloudevents URL KEY CONTRACT      sends a ping in binary and in structured mode
gateway_clients.py restproxy URL KEYS CONTRACT       sends three, reads two and then the third

KEYS is PRODUCER:KEY,READER:KEY.
"""

import asyncio
import json
import sys
import urllib.request
from datetime import UTC, datetime

from cloudevents.core.bindings import http
from cloudevents.core.v1.event import CloudEvent
from kafka_bridge_client import KafkaBridgeConsumer, KafkaBridgeProducer

TIMEOUT_SECONDS = 30
MAX_POLLS = 10


def ping(dasher_id):
    return {
        "market": "zürich",
        "dasher_id": dasher_id,
        "latitude": 47.376887,
        "longitude": -8.541694,
        "event_time": datetime.now(UTC).isoformat(),
    }


def cloudevents(url, key, contract):
    statuses = []
    for dasher_id, mode in enumerate([http.to_binary_event, http.to_structured_event], start=1):
        attributes = {
            "id": f"python-{dasher_id}",
            "source": "/python",
            "type": contract,
            "time": datetime.now(UTC),
            "datacontenttype": "application/json",
        }
        message = mode(CloudEvent(attributes=attributes, data=ping(dasher_id)))
        request = urllib.request.Request(
            f"{url}/events",
            data=message.body,
            headers={**message.headers, "authorization": f"Bearer {key}"},
        )
        with urllib.request.urlopen(request, timeout=TIMEOUT_SECONDS) as answer:
            statuses.append(answer.status)
    return statuses


def restproxy(url, keys, contract):
    producer_key, reader_key = keys.split(",")
    producer = KafkaBridgeProducer(url.replace("//", f"//{producer_key}@"), TIMEOUT_SECONDS)
    reader_key = reader_key.split(":")[1]
    producer.sends(contract, [{"value": ping(1)}, {"value": ping(2)}])
    first = asyncio.run(read(url, reader_key, contract, 2))
    producer.send(contract, {"value": ping(3)})
    return first + asyncio.run(read(url, reader_key, contract, 1))


async def read(url, key, contract, count):
    """So many records by a new consumer of the same group, which commits them."""
    consumer = KafkaBridgeConsumer(
        contract,
        bootstrap_server=url,
        group_id="screens",
        auto_offset_reset="earliest",
        enable_auto_commit=False,
        consumer_name="screen-1",
        headers={"Authorization": f"Bearer {key}"},
        proxy="confluent",
    )
    records = []
    async with consumer:
        for _ in range(MAX_POLLS):
            records += await consumer.poll_records(max_bytes=100_000)
            if len(records) >= count:
                break
        await consumer.commit()
    return records


if __name__ == "__main__":
    command = {"cloudevents": cloudevents, "restproxy": restproxy}[sys.argv[1]]
    print(json.dumps(command(*sys.argv[2:])))
