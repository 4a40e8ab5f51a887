package io.freshet.serving.eta.rebuild;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;

/**
 * What the sources say.
 *
 * @param reads of each source by its name, in the order in which they were read
 */
record Found(OrderBook orders, DasherBook dashers, SupplyBook supply, Map<String, Read> reads) {

  /**
   * How much was read.
   *
   * @param used what counts
   * @param refused what is no event of its contract, or none that this version knows
   * @param tests what was sent as a test
   */
  record Read(long used, long refused, long tests) {}

  void write(ObjectNode node) {
    reads.forEach(
        (source, read) ->
            node.putObject(source)
                .put("used", read.used())
                .put("refused", read.refused())
                .put("tests", read.tests()));
  }
}
