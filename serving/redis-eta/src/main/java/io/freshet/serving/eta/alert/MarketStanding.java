package io.freshet.serving.eta.alert;

import io.freshet.serving.eta.supply.MarketSupply;
import java.math.BigDecimal;
import java.util.List;

/**
 * How a market stands at the end of a minute.
 *
 * @param alerts that are on
 */
public record MarketStanding(MarketSupply supply, List<On> alerts) {

  /**
   * An alert that is on.
   *
   * @param seen now
   * @param threshold at which it began
   */
  public record On(Alert alert, long beganAt, BigDecimal seen, BigDecimal threshold) {}
}
