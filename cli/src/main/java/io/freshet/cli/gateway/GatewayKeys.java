package io.freshet.cli.gateway;

import io.freshet.core.contract.Contract;
import io.freshet.core.contract.Contracts;
import io.freshet.core.toolkit.Sha256;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A key for each producer and reader that a contract names, made from the embedded platform's own
 * secret, so that it stays the same while the platform's data does. Production has keys of its own.
 *
 * @param byClient in the order of their names
 * @param tokenSecret signs the tokens of browsers and phones
 */
public record GatewayKeys(Map<String, String> byClient, String tokenSecret) {
  public static GatewayKeys of(String secret, Contracts contracts) {
    Map<String, String> keys = new TreeMap<>();
    for (Contract contract : contracts.all()) {
      List<String> producers =
          contract.stream().map(stream -> stream.intake().producers()).orElse(List.of());
      Stream.concat(producers.stream(), contract.access().readers().keySet().stream())
          .forEach(client -> keys.put(client, Sha256.hex(secret + "/" + client)));
    }

    return new GatewayKeys(keys, Sha256.hex(secret + " tokens"));
  }

  /** As the gateway's setting wants them. */
  String hashes() {
    return byClient.entrySet().stream()
        .map(entry -> entry.getKey() + ":" + Sha256.hex(entry.getValue()))
        .collect(Collectors.joining(","));
  }

  /** A line for each, for the owner's eyes only. */
  String lines() {
    return byClient.entrySet().stream()
        .map(entry -> "%s %s%n".formatted(entry.getKey(), entry.getValue()))
        .collect(Collectors.joining());
  }
}
