package io.freshet.ingestion.writer.commit;

import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;

/**
 * A topic was deleted and created again while the job's state holds positions of the old one. Of
 * the new one they mean nothing: to go on from them would pass over its beginning.
 */
final class ReplacedTopicException extends FreshetException {
  private static final long serialVersionUID = 1L;

  /**
   * @param what the table or topic, in words
   */
  ReplacedTopicException(String what) {
    super(
        Fault.CALLER,
        what
            + " is another topic than the one that the job's state has positions of: it was deleted"
            + " and created again. Start the job without its state: the tables' ledgers know the"
            + " topics apart, and the new one is read from its beginning");
  }
}
