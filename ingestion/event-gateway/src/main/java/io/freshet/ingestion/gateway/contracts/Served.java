package io.freshet.ingestion.gateway.contracts;

import io.freshet.core.contract.Contracts;
import io.freshet.core.envelope.EventEncoder;
import io.freshet.core.envelope.SchemaRegistry;
import io.freshet.core.toolkit.FreshetException;
import io.freshet.ingestion.gateway.reading.ReadableStreams;
import io.freshet.ingestion.gateway.stream.OpenStreams;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * What contracts let in and out, as they were read at one moment. A request is served by one of
 * these from its beginning to its end. Immutable.
 *
 * @param callers whom contracts name, as producers or as readers
 * @param origins of web pages, from which any of them takes events
 */
public record Served(
    Contracts contracts,
    OpenStreams streams,
    ReadableStreams readable,
    Set<String> callers,
    Set<String> origins) {
  public Served {
    callers = Set.copyOf(callers);
    origins = Set.copyOf(origins);
  }

  public static Served of(Contracts contracts, OpenStreams streams, ReadableStreams readable) {
    Set<String> callers = new HashSet<>(streams.producers());
    callers.addAll(readable.readers());

    return new Served(contracts, streams, readable, callers, streams.origins());
  }

  /**
   * Registers or finds each schema.
   *
   * @param partitions of each topic
   * @throws FreshetException {@code DEPENDENCY} when the registry is away
   */
  public static Served open(
      Contracts contracts, SchemaRegistry registry, Map<String, Integer> partitions) {
    return of(
        contracts,
        OpenStreams.open(
            OpenStreams.served(contracts),
            registry,
            EventEncoder.Origin.of("/event-gateway"),
            partitions),
        ReadableStreams.of(ReadableStreams.readable(contracts), registry, partitions));
  }
}
