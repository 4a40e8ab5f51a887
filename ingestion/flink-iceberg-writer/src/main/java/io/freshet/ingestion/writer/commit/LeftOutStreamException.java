package io.freshet.ingestion.writer.commit;

import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;

/**
 * The job's state speaks of a stream that {@code writer.streams} no longer names. To pass over it
 * would lose it: what the state holds of it is not in its table.
 */
public final class LeftOutStreamException extends FreshetException {
  private static final long serialVersionUID = 1L;

  /**
   * @param held what the state holds, such as {@code a position of trips}
   */
  public LeftOutStreamException(String held) {
    super(
        Fault.CALLER,
        "The job's state holds %s, which writer.streams leaves out; name it there,".formatted(held)
            + " or start the job without its state: it then goes on from the tables' ledgers");
  }
}
