package io.freshet.bench.serve.steps;

import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Contracts as one has them whose orders are captured, as {@code examples/orders} makes them. */
final class CapturedContracts {
  private static final String ORDERS = "order_events.yaml";
  private static final String SENDERS = "{property: producers, value: [orders]}";
  private static final String TABLE = "{property: capturedFrom, value: public.order_steps}";

  private CapturedContracts() {}

  /** Copies them there; returns where that is. */
  static Path copy(Path shipped, Path folder) {
    try {
      Files.createDirectories(folder);
      try (Stream<Path> files = Files.list(shipped)) {
        List<Path> contracts =
            files.filter(file -> file.toString().endsWith(".yaml")).sorted().toList();
        for (Path contract : contracts) {
          Files.writeString(
              folder.resolve(contract.getFileName()),
              Files.readString(contract).replace(SENDERS, TABLE));
        }
      }
      if (!Files.readString(folder.resolve(ORDERS)).contains(TABLE)) {
        throw new FreshetException(
            Fault.CALLER,
            "%s says neither %s nor %s; orders can't be captured by it"
                .formatted(shipped.resolve(ORDERS), SENDERS, TABLE));
      }

      return folder.toAbsolutePath();
    } catch (IOException e) {
      throw new FreshetException(Fault.CALLER, "Cannot copy the contracts in " + shipped, e);
    }
  }
}
