package io.freshet.bench.alerts;

import io.freshet.core.contract.freshness.Hop;

/** Something that keeps tables from getting fresher for as long as it lasts. */
public interface StalenessFault {
  /** Such as {@code kafka-asleep}. */
  String name();

  /** Where events wait meanwhile: what an alert has to name. */
  Hop hop();

  void begin() throws Exception;

  /** Returns when all answers again. */
  void end() throws Exception;
}
