package io.freshet.ingestion.writer.table;

import java.time.InstantSource;

/**
 * Which of the parallel writers this is.
 *
 * @param attempt keeps the names of files apart that the same subtask wrote before a restart
 */
public record WriterInstance(int subtask, long attempt, InstantSource clock) {}
