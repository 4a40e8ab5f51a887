"""Reads and writes one ping with other people's libraries: what the envelope must agree with.

    envelope_client.py write BOOTSTRAP REGISTRY TOPIC    prints where the ping is
    envelope_client.py read BOOTSTRAP REGISTRY TOPIC     prints the first ping of the topic
"""

import json
import sys
from datetime import UTC, datetime
from decimal import Decimal

from cloudevents.core.bindings import kafka
from cloudevents.core.formats.json import JSONFormat
from cloudevents.core.v1.event import CloudEvent
from confluent_kafka import Consumer, Producer
from confluent_kafka.schema_registry import SchemaRegistryClient
from confluent_kafka.schema_registry.avro import AvroDeserializer, AvroSerializer
from confluent_kafka.serialization import MessageField, SerializationContext

TIMEOUT_SECONDS = 30


def write(bootstrap, registry, topic):
    now = datetime.now(UTC)
    ping = {
        "market": "zürich",
        "dasher_id": 42,
        "order_id": None,
        "latitude": Decimal("47.376887"),
        "longitude": Decimal("-8.541694"),
        "event_time": now,
        "accuracy_meters": 12,
    }
    serialize = AvroSerializer(
        SchemaRegistryClient({"url": registry}),
        conf={"auto.register.schemas": False, "use.latest.version": True},
    )
    event = CloudEvent(
        attributes={
            "id": "python-1",
            "source": "/python",
            "type": topic,
            "time": now,
            "datacontenttype": "application/avro",
        },
        data=serialize(ping, SerializationContext(topic, MessageField.VALUE)),
    )
    message = kafka.to_binary(event, JSONFormat(), key_mapper=lambda _: "zürich:42".encode())
    answers = []
    producer = Producer({"bootstrap.servers": bootstrap, "enable.idempotence": True})
    producer.produce(
        topic,
        value=message.value,
        key=message.key,
        headers=list(message.headers.items()),
        on_delivery=lambda error, delivered: answers.append((error, delivered)),
    )
    producer.flush(TIMEOUT_SECONDS)
    error, delivered = answers[0]
    if error:
        raise SystemExit(f"Cannot write to {topic}: {error}")
    return {
        "partition": delivered.partition(),
        "offset": delivered.offset(),
        "event_time": now.isoformat(),
    }


def read(bootstrap, registry, topic):
    consumer = Consumer(
        {
            "bootstrap.servers": bootstrap,
            "group.id": "envelope-client",
            "auto.offset.reset": "earliest",
            "enable.auto.commit": False,
            "isolation.level": "read_committed",
        }
    )
    consumer.subscribe([topic])
    try:
        record = consumer.poll(TIMEOUT_SECONDS)
        if record is None or record.error():
            raise SystemExit(f"Cannot read {topic}: {record and record.error()}")
        event = kafka.from_binary(
            kafka.KafkaMessage(dict(record.headers()), record.key(), record.value()), JSONFormat()
        )
        deserialize = AvroDeserializer(SchemaRegistryClient({"url": registry}))
        ping = deserialize(event.get_data(), SerializationContext(topic, MessageField.VALUE))
        return {"attributes": event.get_attributes(), "key": record.key().decode(), "ping": ping}
    finally:
        consumer.close()


def as_text(value):
    return value.isoformat() if isinstance(value, datetime) else str(value)


if __name__ == "__main__":
    command = {"write": write, "read": read}[sys.argv[1]]
    print(json.dumps(command(*sys.argv[2:]), default=as_text))
