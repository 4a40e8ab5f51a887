package io.freshet.deploy.company;

import io.freshet.core.contract.Contract;
import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
  private static final String PREFIX = "app-";

  /** With the prefix, as long as Flink's operator takes a name. */
  private static final int LONGEST_NAME = 41;

  public SqlApplication {
    if (name.length() > LONGEST_NAME) {
      throw new FreshetException(
          Fault.CALLER,
          ("The application %s has a name of %d characters; Flink's operator takes %d at most, as"
                  + " it is called %s there")
              .formatted(name, name.length(), LONGEST_NAME, component(name)));
    }
    reads = List.copyOf(reads);
    writes = List.copyOf(writes);
    contracts = List.copyOf(contracts);
    files = new TreeMap<>(files);
  }

  /** What the application of that name is called among all components. */
  public static String component(String name) {
    return PREFIX + name;
  }

  /** The name of the application that is called so among all components, if one is. */
  public static Optional<String> ofComponent(String component) {
    return component.startsWith(PREFIX)
        ? Optional.of(component.substring(PREFIX.length()))
        : Optional.empty();
  }
}
