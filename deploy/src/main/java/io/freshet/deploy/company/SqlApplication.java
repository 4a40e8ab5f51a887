package io.freshet.deploy.company;

import io.freshet.core.contract.Contract;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A SQL application as it was checked and planned: what runs is this version and nothing else.
 *
 * @param contracts that it brings, or was planned with
 * @param files by their paths below the version's folder
 */
public record SqlApplication(
    String name,
    String version,
    int parallelism,
    List<String> reads,
    List<String> writes,
    List<Contract> contracts,
    Map<String, String> files) {
  public SqlApplication {
    reads = List.copyOf(reads);
    writes = List.copyOf(writes);
    contracts = List.copyOf(contracts);
    files = new TreeMap<>(files);
  }
}
