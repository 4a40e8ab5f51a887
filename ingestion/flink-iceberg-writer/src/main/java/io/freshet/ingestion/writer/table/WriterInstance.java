package io.freshet.ingestion.writer.table;

import java.time.InstantSource;

/**
 * Which of the parallel writers this is.
 *
 * @param attempt keeps the names of files apart that the same subtask wrote before a restart
 * @param maxTraced of how many rows of a checkpoint it is told that their traces are recorded
 */
public record WriterInstance(int subtask, long attempt, InstantSource clock, int maxTraced) {
  /** Of a job that traces nothing. */
  public WriterInstance(int subtask, long attempt, InstantSource clock) {
    this(subtask, attempt, clock, 0);
  }
}
