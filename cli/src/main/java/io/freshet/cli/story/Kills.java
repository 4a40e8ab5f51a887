package io.freshet.cli.story;

/** Kills Flink's processes in turn, evenly spread over a run. */
final class Kills {
  private final int wanted;
  private final Victims victims;
  private int done;

  Kills(int wanted, Victims victims) {
    this.wanted = wanted;
    this.victims = victims;
  }

  /**
   * Kills when it is time.
   *
   * @param share of the run that is over, 0 to 1
   */
  void due(double share) {
    if (done < wanted
        && share >= (done + 1.0) / (wanted + 1.0)
        && victims.kill(Victims.FLINK.get(done % Victims.FLINK.size()))) {
      done++;
    }
  }

  int left() {
    return wanted - done;
  }
}
