package io.freshet.warehouse.snowflake.landing;

import io.freshet.core.contract.Contract;
import io.freshet.warehouse.snowflake.Offered;

/** Which tables land: those of streams, which only ever gain rows. */
final class Landable {
  private Landable() {}

  static boolean is(Contract contract) {
    return contract.stream().isPresent() && Offered.is(contract);
  }
}
