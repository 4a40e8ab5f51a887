package io.freshet.cli.platform;

import io.freshet.core.contract.Contract;
import io.freshet.core.contract.Contracts;
import io.freshet.core.contract.freshness.Pool;
import io.freshet.local.FlinkApplication;
import java.util.List;

/**
 * The streams that one writer job takes.
 *
 * @param application the job's name: {@code writer}, or {@code writer-order-events}
 * @param streams contract names, in the order of the contracts
 */
record WriterPool(String application, List<String> streams) {
  private static final String STREAMS = "--writer.streams=";

  WriterPool {
    streams = List.copyOf(streams);
  }

  /** One job for each pool of the contracts. */
  static List<WriterPool> of(Contracts contracts) {
    return Pool.all(contracts).stream()
        .map(
            pool ->
                new WriterPool(pool.name(), pool.contracts().stream().map(Contract::name).toList()))
        .toList();
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
