"""Prints some events of a stream, with Confluent's client and nothing of Freshet's.

python read_stream.py BOOTSTRAP REGISTRY STREAM COUNT
"""

import sys

from confluent_kafka import Consumer, KafkaException
from confluent_kafka.schema_registry import SchemaRegistryClient
from confluent_kafka.schema_registry.avro import AvroDeserializer
from confluent_kafka.serialization import MessageField, SerializationContext


def main(bootstrap, registry, stream, count):
    decode = AvroDeserializer(SchemaRegistryClient({"url": registry}))
    consumer = Consumer(
        {
            "bootstrap.servers": bootstrap,
            "group.id": "example-python",
            "auto.offset.reset": "earliest",
            # Events of transactions that were given up are none.
            "isolation.level": "read_committed",
            # Positions are committed below, when the event has been handled.
            "enable.auto.commit": False,
        }
    )
    consumer.subscribe([stream])
    try:
        seen = 0
        while seen < int(count):
            message = consumer.poll(1.0)
            if message is None:
                continue
            if message.error():
                raise KafkaException(message.error())
            headers = {name: value.decode() for name, value in message.headers()}
            # Whose sender only tries the way is no event for anybody.
            if headers.get("ce_freshettest") == "true":
                continue
            event = decode(message.value(), SerializationContext(stream, MessageField.VALUE))
            columns = " ".join(f"{name}={value}" for name, value in event.items())
            print(headers["ce_id"], headers["ce_type"], message.key().decode(), columns)
            consumer.commit(message, asynchronous=False)
            seen += 1
    finally:
        consumer.close()


if __name__ == "__main__":
    main(*sys.argv[1:])
