package io.freshet.console.query;

import io.freshet.console.rows.Grid;
import io.freshet.warehouse.trino.query.ReadOnlyStatement;

/** Whom questions are asked of. Thread-safe. */
public interface Asker {
  /** Prepares a question of somebody; nothing is asked yet. */
  Asking begin(ReadOnlyStatement statement, Inquirer who);

  /** One question that goes on. */
  interface Asking {
    /** Waits for its rows. */
    Grid answer();

    /** Lets whoever waits for the answer wait no longer; from another thread. */
    void stop();
  }
}
