package io.freshet.warehouse.snowflake.landing;

import io.freshet.core.lake.LakeSettings.ObjectStore;
import io.freshet.warehouse.snowflake.script.Account;
import java.nio.file.Path;

/** A process that lands the pings of {@link PingLake} once; for tests that kill it. */
final class LandingUntilKilled {
  private LandingUntilKilled() {}

  /** Arguments: the catalog's file, the S3 endpoint, the bucket. */
  public static void main(String[] arguments) {
    ObjectStore store = new ObjectStore(arguments[1], "us-east-1", "key", "secret", true);
    Landing landing =
        new Landing(
            PingLake.openCatalog(Path.of(arguments[0]), store, arguments[2]),
            LandingStore.open(store),
            LandingIT.settings(arguments[2]));
    landing.land(Account.projectContracts().require("dasher_pings"));
  }
}
