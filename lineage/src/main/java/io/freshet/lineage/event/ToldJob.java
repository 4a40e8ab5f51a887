package io.freshet.lineage.event;

import java.util.Optional;

/**
 * What runs again and again.
 *
 * @param integration who tells of it: {@code SPARK}, {@code DBT}; empty where it doesn't say
 * @param type in the integration's words, such as {@code MODEL}; empty where it doesn't say
 * @param processing {@code BATCH} or {@code STREAMING}; empty where it doesn't say
 */
public record ToldJob(
    JobName name, String integration, String type, String processing, Optional<String> owner) {

  public boolean isStreaming() {
    return processing.equals("STREAMING");
  }

  /** Tests read what they test, and nobody would miss what they make. */
  public boolean isTest() {
    return type.equals("TEST");
  }
}
