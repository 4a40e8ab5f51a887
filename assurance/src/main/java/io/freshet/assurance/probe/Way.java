package io.freshet.assurance.probe;

import io.freshet.core.contract.Contract;
import io.freshet.core.envelope.SchemaRegistry;
import io.freshet.core.envelope.stream.KafkaSettings;
import java.util.Optional;

/**
 * How test events get into the log.
 *
 * @param kafka where the log is, whoever puts them there
 * @param gateway which takes them over HTTP; empty: they are sent as by any client of Kafka's
 */
public record Way(KafkaSettings kafka, SchemaRegistry registry, Optional<Gateway> gateway) {
  /** Without a gateway. */
  public Way(KafkaSettings kafka, SchemaRegistry registry) {
    this(kafka, registry, Optional.empty());
  }

  public Way through(Gateway door) {
    return new Way(kafka, registry, Optional.of(door));
  }

  Sender open(Contract contract) {
    return gateway.isPresent()
        ? GatewaySender.open(contract, gateway.get(), kafka, registry)
        : KafkaSender.open(contract, kafka, registry);
  }
}
