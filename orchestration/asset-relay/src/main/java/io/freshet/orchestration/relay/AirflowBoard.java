package io.freshet.orchestration.relay;

import io.freshet.orchestration.airflow.Asset;
import io.freshet.orchestration.airflow.Assets;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Airflow's assets and their events. */
record AirflowBoard(Assets airflow) implements DayBoard {
  @Override
  public List<Asset> assets() {
    return airflow.all();
  }

  @Override
  public Set<String> announcedDays(Asset asset) {
    return airflow.announcedDays(asset);
  }

  @Override
  public void announce(Asset asset, LocalDate day, Map<String, Object> facts) {
    airflow.announce(asset, day, facts);
  }
}
