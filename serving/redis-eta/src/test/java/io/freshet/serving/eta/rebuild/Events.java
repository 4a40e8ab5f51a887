package io.freshet.serving.eta.rebuild;

import io.freshet.serving.eta.events.OrderEvent;
import io.freshet.serving.eta.events.OrderState;
import io.freshet.serving.eta.events.Ping;
import io.freshet.serving.eta.prediction.Reason;
import io.freshet.serving.eta.supply.Figures;
import io.freshet.serving.eta.supply.MarketSupply;
import io.freshet.serving.eta.travel.Fix;
import io.freshet.serving.eta.travel.Position;
import io.freshet.serving.eta.travel.Traffic;
import java.util.Optional;

/** Events of order 7 in market m, of dasher 1, and of the market; times are in seconds. */
final class Events {
  static final String MARKET = "m";
  static final long ORDER = 7;
  static final long DASHER = 1;
  static final Position RESTAURANT = new Position(37.77, -122.42);
  static final Position CUSTOMER = new Position(37.79, -122.40);

  private Events() {}

  static OrderEvent step(int version, OrderState state, long second) {
    return step(version, state, second, null);
  }

  static OrderEvent step(int version, OrderState state, long second, Long dasher) {
    boolean isFirst = version == 1;

    return new OrderEvent(
        MARKET,
        ORDER,
        version,
        state,
        1000 * second,
        dasher,
        isFirst ? RESTAURANT : null,
        isFirst ? CUSTOMER : null,
        false);
  }

  static Prediction prediction(int version, long second, long arrivalSecond) {
    return new Prediction(
        MARKET,
        ORDER,
        version,
        1000 * second,
        1000 * arrivalSecond,
        1000 * arrivalSecond + 120_000,
        Reason.TRAFFIC,
        Optional.of(Traffic.Basis.AREA));
  }

  static Ping ping(long second, Position where) {
    return new Ping(MARKET, DASHER, null, new Fix(1000 * second, where));
  }

  /** Of a minute with so many busy dashers, and an idle one. */
  static MarketSupply supply(long minute, int busy) {
    return supply(MARKET, minute, busy);
  }

  static MarketSupply supply(String market, long minute, int busy) {
    return supply(market, minute, new Figures(busy, 1, 4, 3, 2));
  }

  static MarketSupply supply(String market, long minute, Figures figures) {
    return new MarketSupply(market, minute(minute), 1, figures, 1, null);
  }

  static long minute(long minute) {
    return 60_000 * minute;
  }

  /** So many meters north of the restaurant. */
  static Position north(double meters) {
    return new Position(RESTAURANT.latitude() + meters / 111_195, RESTAURANT.longitude());
  }
}
