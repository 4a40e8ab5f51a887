package io.freshet.cli.platform;

import io.freshet.core.contract.Contract;
import io.freshet.core.contract.Contracts;
import io.freshet.core.contract.RawJson;
import io.freshet.core.contract.TableSettings.Isolation;
import io.freshet.local.FlinkApplication;
import java.util.ArrayList;
import java.util.List;

/**
 * The streams that one writer job takes.
 *
 * @param application the job's name: {@code writer}, or {@code writer-order-events}
 * @param streams contract names, in the order of the contracts
 */
record WriterPool(String application, List<String> streams) {
  private static final String SHARED = "writer";
  private static final String STREAMS = "--writer.streams=";

  WriterPool {
    streams = List.copyOf(streams);
  }

  /**
   * One for all streams that have a table, and one for each whose contract asks for a job of its
   * own. Dead letters are written beside every stream; where others than writers find some, the
   * shared one reads their stream as well.
   */
  static List<WriterPool> of(Contracts contracts) {
    boolean othersFindSome = !RawJson.takers(contracts).isEmpty();
    List<String> shared = new ArrayList<>();
    List<WriterPool> pools = new ArrayList<>();
    for (Contract contract : contracts.all()) {
      boolean isWritten = contract.stream().isPresent() && contract.table().isPresent();
      boolean isDeadLetters = contract.name().equals(Contracts.DEAD_LETTERS);
      if (!isWritten || (isDeadLetters && !othersFindSome)) {
        continue;
      }
      if (contract.requireTable().isolation() == Isolation.DEDICATED) {
        pools.add(dedicated(contract));
      } else {
        shared.add(contract.name());
      }
    }
    if (!shared.isEmpty()) {
      pools.add(0, new WriterPool(SHARED, shared));
    }

    return List.copyOf(pools);
  }

  private static WriterPool dedicated(Contract contract) {
    return new WriterPool(
        SHARED + "-" + contract.name().replace('_', '-'), List.of(contract.name()));
  }

  static boolean isWriter(FlinkApplication application) {
    return application.arguments().stream().anyMatch(argument -> argument.startsWith(STREAMS));
  }

  /** The argument that tells a job its streams. */
  String argument() {
    return STREAMS + String.join(",", streams);
  }

  /** Whether that job is this pool's, and takes these streams. */
  boolean isTakenBy(FlinkApplication application) {
    return application.name().equals(this.application)
        && application.arguments().contains(argument());
  }
}
