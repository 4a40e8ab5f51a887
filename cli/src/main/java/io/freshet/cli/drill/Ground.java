package io.freshet.cli.drill;

/** What a drill is held on. */
interface Ground {
  /** Returns once nothing is wrong and events come. */
  void awaitWell() throws InterruptedException;

  void inject(DrillFault fault);

  /** Whether the console shows it now; false also where it can't be asked. */
  boolean shows(Sign sign);

  /** Whether what was made wrong runs again and no table of a stream is late. */
  boolean isMended(DrillFault fault);

  /** Mends it, as nobody else did. */
  void mend(DrillFault fault) throws InterruptedException;

  /** Whether anything of what came since the last proof is missing or doubled. */
  Proven prove() throws Exception;

  /**
   * What proofs of all tables of streams say.
   *
   * @param rows that were found
   */
  record Proven(boolean ok, int tables, long rows, long missing, long doubled) {}
}
