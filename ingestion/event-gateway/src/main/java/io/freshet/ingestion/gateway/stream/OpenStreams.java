package io.freshet.ingestion.gateway.stream;

import io.freshet.core.contract.Contract;
import io.freshet.core.contract.Contracts;
import io.freshet.core.contract.StreamSettings;
import io.freshet.core.envelope.EventEncoder;
import io.freshet.core.envelope.SchemaRegistry;
import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** The streams that take events over HTTP, by their contract's name. */
public final class OpenStreams {
  private final Map<String, OpenStream> byName;

  private OpenStreams(Map<String, OpenStream> byName) {
    this.byName = byName;
  }

  /** The contracts that name producers. */
  public static List<Contract> served(Contracts contracts) {
    return contracts.all().stream()
        .filter(
            contract ->
                contract.stream()
                    .map(stream -> !stream.intake().producers().isEmpty())
                    .orElse(false))
        .toList();
  }

  /** The largest record that any of them takes. */
  public static int maxMessageBytes(List<Contract> served) {
    return served.stream()
        .map(Contract::requireStream)
        .mapToInt(StreamSettings::maxMessageBytes)
        .max()
        .orElseThrow(
            () ->
                new FreshetException(
                    Fault.CALLER,
                    "No contract names producers; give one the customProperty producers"));
  }

  /**
   * Registers or finds each schema.
   *
   * @param partitions of each topic
   * @throws FreshetException {@code DEPENDENCY} when the registry is away
   */
  public static OpenStreams open(
      List<Contract> served,
      SchemaRegistry registry,
      EventEncoder.Origin origin,
      Map<String, Integer> partitions) {
    Map<String, OpenStream> byName = new LinkedHashMap<>();
    for (Contract contract : served) {
      byName.put(
          contract.name(),
          OpenStream.open(contract, registry, origin, partitions.get(contract.name())));
    }

    return new OpenStreams(byName);
  }

  /** Everybody who may send something. */
  public Set<String> producers() {
    return byName.values().stream()
        .flatMap(stream -> stream.producers().stream())
        .collect(Collectors.toSet());
  }

  /** Every origin that any of them takes events from. */
  public Set<String> origins() {
    return byName.values().stream()
        .flatMap(stream -> stream.origins().stream())
        .collect(Collectors.toSet());
  }

  public Optional<OpenStream> find(String name) {
    return Optional.ofNullable(byName.get(name));
  }

  public List<String> names() {
    return new ArrayList<>(byName.keySet());
  }
}
