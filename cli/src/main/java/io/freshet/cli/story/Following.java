package io.freshet.cli.story;

/** What is done for those who follow orders while a run goes on. */
interface Following extends AutoCloseable {
  /** Where nobody does. */
  Following NOBODY =
      new Following() {
        @Override
        public void look() {}

        @Override
        public void close() {}
      };

  /** Runs between looks at the run. */
  void look() throws InterruptedException;

  @Override
  void close();
}
