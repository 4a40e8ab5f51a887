package io.freshet.simulator.run;

/** Is told about once a second, by the thread that runs, how far a run has come. */
@FunctionalInterface
public interface ProgressListener {
  void progressed(Progress progress);
}
