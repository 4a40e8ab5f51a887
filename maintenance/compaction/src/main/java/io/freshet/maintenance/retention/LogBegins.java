package io.freshet.maintenance.retention;

import io.freshet.core.lake.Ledger;
import io.freshet.core.lake.Position;
import java.util.Map;

/** Knows where the logs begin that a table has read. */
public interface LogBegins {
  /**
   * The first offset that the log still has, by the positions of a ledger. Of what is no topic, or
   * one that is gone, there is none: nobody can read its records again.
   *
   * @throws io.freshet.core.toolkit.FreshetException where nobody can say what one of the logs has
   */
  Map<Position, Long> of(Ledger ledger);
}
