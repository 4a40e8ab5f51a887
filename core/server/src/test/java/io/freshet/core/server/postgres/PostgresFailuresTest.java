package io.freshet.core.server.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import org.junit.jupiter.api.Test;

class PostgresFailuresTest {
  @Test
  void isAwayWhereNobodyAnswersOrAFailoverGoesOn() {
    for (String state : new String[] {null, "08006", "40001", "53300", "55P03", "57P01", "58030"}) {
      assertThat(isAway(state)).as(state).isTrue();
    }
    assertThat(isAway("25006")).as("writes to what was the primary server").isTrue();
  }

  @Test
  void isThereWhereItRefuses() {
    for (String state : new String[] {"", "2", "23505", "25001", "28P01", "3D000", "42P01"}) {
      assertThat(isAway(state)).as(state).isFalse();
    }
  }

  @Test
  void goesByItsFirstWordWhoeverHandsItOn() {
    SQLException away = new SQLException("terminating", "57P01", new SQLException("no", "23505"));

    assertThat(PostgresFailures.isAway(new IllegalStateException(new RuntimeException(away))))
        .isTrue();
    assertThat(PostgresFailures.isAway(new IllegalStateException("nobody of it"))).isFalse();
  }

  private static boolean isAway(String state) {
    return PostgresFailures.isAway(new SQLException("no", state));
  }
}
