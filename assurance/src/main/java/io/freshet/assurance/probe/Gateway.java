package io.freshet.assurance.probe;

import io.freshet.core.contract.Contract;
import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import java.net.URI;
import java.util.List;
import java.util.Map;

/**
 * An event gateway, and the keys that open it.
 *
 * @param url an http or https address, without {@code /events}
 * @param keys of producers, by their names
 */
public record Gateway(String url, Map<String, String> keys) {
  public Gateway {
    url = url.replaceFirst("/+$", "");
    keys = Map.copyOf(keys);
  }

  URI events() {
    return URI.create(url + "/events");
  }

  /**
   * That of a producer whom the contract names.
   *
   * @throws FreshetException when it names none, or there is no key of any
   */
  String key(Contract contract) {
    List<String> producers = contract.requireStream().intake().producers();
    if (producers.isEmpty()) {
      throw new FreshetException(
          Fault.CALLER,
          "Contract %s names no producers, so that no gateway takes its events; probe it by Kafka"
              .formatted(contract.name()));
    }

    return producers.stream()
        .filter(keys::containsKey)
        .map(keys::get)
        .findFirst()
        .orElseThrow(
            () ->
                new FreshetException(
                    Fault.CALLER,
                    "%s takes events of %s, of whom probe.gateway-keys has no key"
                        .formatted(contract.name(), String.join(", ", producers))));
  }

  /** Without the keys. */
  @Override
  public String toString() {
    return url;
  }
}
