package io.freshet.ingestion.writer.erasure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.freshet.core.contract.FieldType.Scalar;
import io.freshet.core.toolkit.FreshetException;
import io.freshet.ingestion.writer.table.Trips;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PersonRowsTest {
  @Test
  void asksInSqlWhatTheColumnHas() {
    assertThat(PersonRows.of(Trips.field(1, "rider_id", Scalar.LONG, true), "17").sql())
        .isEqualTo("rider_id = 17");
    assertThat(PersonRows.of(Trips.field(1, "rider_id", Scalar.STRING, true), "O'Hara").sql())
        .isEqualTo("rider_id = 'O''Hara'");
  }

  @Test
  void asksInSqlForEachOfTheirEntities() {
    assertThat(new PersonRows("ride_id", Set.of("b", "a'")).sql())
        .isEqualTo("ride_id IN ('a''', 'b')");
  }

  @Test
  void refusesAnIdThatTheColumnCannotHave() {
    assertThatThrownBy(
            () -> PersonRows.of(Trips.field(1, "rider_id", Scalar.LONG, true), "seventeen"))
        .isInstanceOf(FreshetException.class)
        .hasMessage("\"seventeen\" is no rider_id; it is a whole number");
  }
}
