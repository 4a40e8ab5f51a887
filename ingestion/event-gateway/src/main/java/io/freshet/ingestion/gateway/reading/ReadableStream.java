package io.freshet.ingestion.gateway.reading;

import io.freshet.core.contract.Contract;
import io.freshet.core.contract.RoleAccess;
import io.freshet.core.contract.Schema;
import io.freshet.core.contract.Streams;
import io.freshet.core.envelope.EventDecoder;
import io.freshet.core.envelope.EventEncoder;
import io.freshet.core.envelope.SchemaRegistry;
import io.freshet.core.envelope.view.RoleView;
import java.util.Optional;
import java.util.stream.Stream;

/** A stream as one role sees it. Thread-safe; what decodes and encodes is made for each reader. */
public final class ReadableStream {
  private final Contract contract;
  private final RoleView view;
  private final SchemaRegistry registry;
  private final int partitions;
  private final boolean masksKey;

  ReadableStream(Contract contract, RoleAccess role, SchemaRegistry registry, int partitions) {
    this.contract = contract;
    this.view = RoleView.of(contract, role);
    this.registry = registry;
    this.partitions = partitions;
    Schema.Keys keys = contract.schema().keys();
    this.masksKey =
        Stream.of(Optional.of(keys.partitionKey()), keys.entityKey())
            .flatMap(Optional::stream)
            .anyMatch(view.masked()::contains);
  }

  public String name() {
    return Streams.topic(contract);
  }

  int partitions() {
    return partitions;
  }

  RoleView view() {
    return view;
  }

  /** Whether a record's key holds a value that the role does not see. */
  boolean masksKey() {
    return masksKey;
  }

  EventDecoder decoder() {
    return new EventDecoder(contract, registry);
  }

  EventEncoder encoder() {
    return EventEncoder.of(contract, registry, EventEncoder.Origin.of("/event-gateway"));
  }
}
