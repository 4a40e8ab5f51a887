package io.freshet.local;

/** Hears what the platform does, one short line at a time; called from several threads. */
@FunctionalInterface
public interface ProgressListener {
  /** For callers who don't want to hear anything. */
  ProgressListener SILENT = (part, line) -> {};

  /**
   * @param part what the line is about, for instance {@code kafka}
   */
  void progress(String part, String line);
}
