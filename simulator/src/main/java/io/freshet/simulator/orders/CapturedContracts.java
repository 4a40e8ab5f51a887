package io.freshet.simulator.orders;

import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.stream.Stream;

/** Contracts as one has them whose orders are captured, as {@code examples/orders} makes them. */
public final class CapturedContracts {
  private static final String ORDERS = "order_events.yaml";
  private static final String SENDERS = "{property: producers, value: [orders]}";
  private static final String TABLE = "{property: capturedFrom, value: public.order_steps}";

  private CapturedContracts() {}

  /**
   * Copies them there; returns where that is.
   *
   * @throws FreshetException {@code CALLER} when they can't be read, or are of no such orders
   */
  public static Path copy(Path shipped, Path folder) {
    try {
      Files.createDirectories(folder);
      for (Path contract : contracts(shipped)) {
        Files.copy(
            contract, folder.resolve(contract.getFileName()), StandardCopyOption.REPLACE_EXISTING);
      }
      Files.writeString(
          folder.resolve(ORDERS), captured(Files.readString(shipped.resolve(ORDERS))));

      return folder.toAbsolutePath();
    } catch (IOException e) {
      throw new FreshetException(Fault.CALLER, "Cannot copy the contracts in " + shipped, e);
    }
  }

  private static List<Path> contracts(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(file -> file.toString().endsWith(".yaml")).sorted().toList();
    }
  }

  /**
   * The text of the orders' contract, as it is where they are captured.
   *
   * @throws FreshetException {@code CALLER} when it does not say who sends them
   */
  public static String captured(String contract) {
    String captured = contract.replace(SENDERS, TABLE);
    if (!captured.contains(TABLE)) {
      throw new FreshetException(
          Fault.CALLER,
          "The contract of the orders says neither %s nor %s; they can't be captured by it"
              .formatted(SENDERS, TABLE));
    }

    return captured;
  }
}
