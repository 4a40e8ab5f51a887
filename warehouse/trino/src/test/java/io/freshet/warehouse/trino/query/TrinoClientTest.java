package io.freshet.warehouse.trino.query;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import java.net.ConnectException;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;

class TrinoClientTest {
  private static final int GENERIC_USER_ERROR = 0;
  private static final int CLUSTER_OUT_OF_MEMORY = 0x2_0004;

  @Test
  void blamesTheCallerForAStatementThatTrinoRefuses() {
    FreshetException failure =
        TrinoClient.failure(answered("Query failed (#17): no", GENERIC_USER_ERROR));

    assertThat(failure.fault()).isEqualTo(Fault.CALLER);
    assertThat(failure).hasMessage("Trino refused the statement: Query failed (#17): no");
  }

  @Test
  void blamesADependencyForWhatTrinoCouldNotDo() {
    FreshetException failure =
        TrinoClient.failure(answered("Query failed (#17): full", CLUSTER_OUT_OF_MEMORY));

    assertThat(failure.fault()).isEqualTo(Fault.DEPENDENCY);
  }

  @Test
  void saysWhatToDoWhenTrinoIsAway() {
    FreshetException failure =
        TrinoClient.failure(
            new SQLException("Error executing query: refused", new ConnectException("refused")));

    assertThat(failure.fault()).isEqualTo(Fault.DEPENDENCY);
    assertThat(failure).hasMessageContainingAll("does not answer", "./freshet up");
  }

  private static SQLException answered(String words, int code) {
    return new SQLException(words, "", code);
  }
}
