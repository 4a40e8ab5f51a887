package io.freshet.ingestion.gateway.reading;

import io.freshet.core.contract.Contract;
import io.freshet.core.contract.Contracts;
import io.freshet.core.envelope.SchemaRegistry;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What contracts let each reader read over HTTP, and as which role. Immutable. */
public final class ReadableStreams {
  private final Map<String, Map<String, ReadableStream>> byReader;

  private ReadableStreams(Map<String, Map<String, ReadableStream>> byReader) {
    this.byReader = byReader;
  }

  /** The contracts that name readers. */
  public static List<Contract> readable(Contracts contracts) {
    return contracts.all().stream()
        .filter(contract -> contract.stream().isPresent())
        .filter(contract -> !contract.access().readers().isEmpty())
        .toList();
  }

  /**
   * @param readable contracts that name readers
   * @param partitions of each topic
   */
  public static ReadableStreams of(
      List<Contract> readable, SchemaRegistry registry, Map<String, Integer> partitions) {
    Map<String, Map<String, ReadableStream>> byReader = new LinkedHashMap<>();
    for (Contract contract : readable) {
      for (String reader : contract.access().readers().keySet()) {
        ReadableStream stream =
            new ReadableStream(
                contract,
                contract.access().reader(reader).orElseThrow(),
                registry,
                partitions.get(contract.name()));
        byReader
            .computeIfAbsent(reader, unknown -> new LinkedHashMap<>())
            .put(stream.name(), stream);
      }
    }

    return new ReadableStreams(byReader);
  }

  public Set<String> readers() {
    return Set.copyOf(byReader.keySet());
  }

  public Optional<ReadableStream> find(String reader, String stream) {
    return Optional.ofNullable(of(reader).get(stream));
  }

  /** By their names. */
  public Map<String, ReadableStream> of(String reader) {
    return byReader.getOrDefault(reader, Map.of());
  }
}
