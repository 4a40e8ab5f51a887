package io.freshet.batch;

import io.freshet.batch.delivery.DasherEarningsDailyJob;
import io.freshet.batch.delivery.DasherEfficiencyJob;
import io.freshet.batch.delivery.OrdersHistoryJob;
import io.freshet.batch.delivery.RestaurantPayoutsWeeklyJob;
import io.freshet.batch.eta.EtaAccuracyJob;
import io.freshet.batch.nightly.NightlyJob;
import io.freshet.batch.supply.MarketSupplyAuditJob;
import io.freshet.batch.supply.MarketSupplyHourlyJob;
import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import io.freshet.core.toolkit.NearestName;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The nightlies that there are, by name. */
final class Nightlies {
  static final List<NightlyJob> ALL =
      List.of(
          new DasherEarningsDailyJob(),
          new DasherEfficiencyJob(),
          new EtaAccuracyJob(),
          new MarketSupplyAuditJob(),
          new MarketSupplyHourlyJob(),
          new OrdersHistoryJob(),
          new RestaurantPayoutsWeeklyJob());

  private Nightlies() {}

  static NightlyJob require(String name) {
    Map<String, NightlyJob> byName = new TreeMap<>();
    ALL.forEach(job -> byName.put(job.name(), job));
    if (!byName.containsKey(name)) {
      throw new FreshetException(
          Fault.CALLER,
          "There is no nightly %s%s".formatted(name, NearestName.hint(name, byName.keySet())));
    }

    return byName.get(name);
  }
}
