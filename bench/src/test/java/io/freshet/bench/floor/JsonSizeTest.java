package io.freshet.bench.floor;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.core.contract.Contract;
import io.freshet.core.contract.Contracts;
import io.freshet.core.envelope.PayloadBuilder;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class JsonSizeTest {
  private static final Contract PINGS =
      Contracts.read(Path.of("..", "contracts")).require("dasher_pings");
  private static final String JSON =
      "{\"market\":\"paris\",\"dasher_id\":7,\"latitude\":48.856784,\"longitude\":2.351111,"
          + "\"event_time\":\"2026-06-01T10:00:00.250Z\"}";

  @Test
  void countsNamesAndValuesAndNothingForNull() {
    PayloadBuilder ping =
        new PayloadBuilder(PINGS)
            .set("market", "paris")
            .set("dasher_id", 7L)
            .set("latitude", new BigDecimal("48.856784"))
            .set("longitude", new BigDecimal("2.351111"))
            .set("event_time", Instant.parse("2026-06-01T10:00:00.250Z"));

    assertThat(new JsonSize(PINGS.schema().fields()).of(ping.build())).isEqualTo(JSON.length());
  }
}
