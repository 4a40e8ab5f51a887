package io.freshet.ingestion.sqlapps.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.ingestion.sqlapps.application.Place;
import io.freshet.ingestion.sqlapps.application.SinkTable;
import io.freshet.ingestion.sqlapps.application.SinkTable.Column;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.apache.flink.table.data.DecimalData;
import org.apache.flink.table.data.GenericRowData;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.data.StringData;
import org.apache.flink.table.data.TimestampData;
import org.apache.flink.table.types.logical.BigIntType;
import org.apache.flink.table.types.logical.DecimalType;
import org.apache.flink.table.types.logical.LocalZonedTimestampType;
import org.apache.flink.table.types.logical.VarCharType;
import org.junit.jupiter.api.Test;

class RedisRowsTest {
  private static final TimestampData TIME = TimestampData.fromEpochMillis(1_000);

  private final RedisRows rows =
      new RedisRows(
          new SinkTable.Redis(
              "rides_now",
              "ride:{city}:{ride}:$1",
              "at",
              Duration.ofMinutes(15),
              List.of(
                  new Column("city", VarCharType.STRING_TYPE),
                  new Column("ride", new BigIntType()),
                  new Column("at", new LocalZonedTimestampType(3)),
                  new Column("fare", new DecimalType(9, 2))),
              new Place(1, 1)));

  @Test
  void fillsKeyAndFields() {
    Optional<RedisHash> hash =
        rows.hash(
            row("os$1lo", 7L, TIME, DecimalData.fromBigDecimal(new BigDecimal("1E+2"), 9, 2)));

    assertThat(hash)
        .contains(
            new RedisHash(
                "ride:os$1lo:7:$1",
                1_000,
                900_000,
                List.of(
                    "city",
                    "os$1lo",
                    "ride",
                    "7",
                    "at",
                    "1970-01-01T00:00:01Z",
                    "fare",
                    "100.00")));
  }

  @Test
  void leavesOutWhatIsNull() {
    assertThat(rows.hash(row("oslo", 7L, TIME, null)).orElseThrow().fields())
        .doesNotContain("fare");
  }

  @Test
  void isNoHashWithoutKeyOrTime() {
    assertThat(rows.hash(row(null, 7L, TIME, null))).isEmpty();
    assertThat(rows.hash(row("oslo", 7L, null, null))).isEmpty();
  }

  private static RowData row(String city, Long ride, TimestampData at, DecimalData fare) {
    return GenericRowData.of(StringData.fromString(city), ride, at, fare);
  }
}
