package io.freshet.ingestion.capture.database;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SettledLogTest {
  @ParameterizedTest
  @ValueSource(strings = {"*", "ANY 1 (*)", "FIRST 2 (a, *)", "\"*\""})
  void aStarStandsForTheCaptureToo(String names) {
    assertThat(SettledLog.isForAnyone(names)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "copy", "ANY 1 (a, b)", "FIRST 1 (\"east-1\")"})
  void namesOfCopiesStandForThem(String names) {
    assertThat(SettledLog.isForAnyone(names)).isFalse();
  }
}
