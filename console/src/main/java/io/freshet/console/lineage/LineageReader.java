package io.freshet.console.lineage;

import io.freshet.core.lineage.graph.LineageClient;
import io.freshet.core.lineage.graph.NoLineageException;
import io.freshet.core.toolkit.LineageSettings;
import java.util.Optional;

/** Asks the lineage server, where an installation has one. Thread-safe. */
public final class LineageReader {
  private static final int ONE_STEP = 1;

  private final Optional<LineageClient> client;

  public LineageReader(LineageSettings settings) {
    client = settings.url().map(url -> LineageClient.of(settings));
  }

  /**
   * What lies beside it.
   *
   * @param dataset as {@code table:raw.order_events} or {@code stream:order_events}
   */
  public LineageFacts read(String dataset) {
    if (client.isEmpty()) {
      return LineageFacts.none("Nobody collects lineage here: lineage.url names no server.");
    }
    try {
      return LineageFacts.of(client.get().graph(dataset, Optional.empty(), "both", ONE_STEP));
    } catch (NoLineageException untold) {
      return LineageFacts.none("No job has told that it makes or reads it.");
    }
  }
}
