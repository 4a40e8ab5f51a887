package io.freshet.simulator.replay;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TripPingsTest {
  private static final long NOON = 1_211_180_400 + 43_200;

  @TempDir private Path folder;

  @Test
  void keepsThePingsOfWantedTripsFromPickupUntilBeforeTheDrop() throws IOException {
    new RecordingFixture()
        .ping("ab", NOON - 1, 0)
        .ping("ab", NOON + 60, 1)
        .ping("ab", NOON, 1)
        .ping("cd", NOON + 30, 1)
        .ping(row -> row.append("cab", "ab").append("ts", NOON + 90))
        .ping("ab", NOON + 120, 0)
        .trip("ab-1", "ab", NOON, NOON + 120)
        .trip("cd-1", "cd", NOON, NOON + 120)
        .write(folder);
    RecordedTrips recorded = RecordedTrips.read(folder.resolve("trips.parquet"));
    Trip wanted = recorded.all().get(0);
    Trip other = recorded.all().get(1);

    TripPings pings = TripPings.read(folder.resolve("pings.parquet"), recorded, List.of(wanted));

    assertThat(pings.of(wanted)).containsExactly(NOON, NOON + 60);
    assertThat(pings.of(other)).isEmpty();
  }
}
