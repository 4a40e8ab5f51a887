package io.freshet.bench;

/** Somebody who looks at a process while it is measured, and takes some of its time for that. */
public interface ProcessObserver {
  /** Looks at none. */
  ProcessObserver NOBODY =
      new ProcessObserver() {
        @Override
        public void start(long pid) {}

        @Override
        public void stop(long pid, String name) {}
      };

  /** Begins to look at a process. */
  void start(long pid);

  /**
   * Ends it, and keeps what was seen.
   *
   * @param name what it is called: lower-case letters, digits and hyphens
   */
  void stop(long pid, String name);
}
