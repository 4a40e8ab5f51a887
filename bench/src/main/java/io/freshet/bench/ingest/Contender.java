package io.freshet.bench.ingest;

import io.freshet.bench.Run;
import java.util.List;

/** One way to make files of the pings that wait in the stream, from its beginning to its end. */
public interface Contender {
  /** As {@code --only} takes it: lower-case letters, digits and hyphens. */
  String name();

  /**
   * Does it once, from nothing.
   *
   * @param rows that the stream holds; even
   */
  Measured measure(long rows) throws Exception;

  /**
   * What came of it.
   *
   * @param findings counts that are not what they must be
   */
  record Measured(List<Run> runs, List<String> findings) {
    public Measured {
      runs = List.copyOf(runs);
      findings = List.copyOf(findings);
    }
  }
}
