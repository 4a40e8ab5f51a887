package io.freshet.ingestion.writer.repair;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.freshet.core.toolkit.FreshetException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OffsetRangeTest {
  @Test
  void readsRangesAndSingleOffsets() {
    assertThat(OffsetRange.parseAll("0:100-250, 1:7"))
        .containsExactly(new OffsetRange(0, 100, 250), new OffsetRange(1, 7, 7));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "0", "0:", "0:5-", "a:1-2", "0:1-2,", "-1:0-3"})
  void refusesWhatNamesNoOffsets(String text) {
    assertThatThrownBy(() -> OffsetRange.parseAll(text))
        .isInstanceOf(FreshetException.class)
        .hasMessageContaining("write PARTITION:FIRST-LAST, such as 0:100-250");
  }

  @Test
  void refusesARangeThatEndsBeforeItBegins() {
    assertThatThrownBy(() -> OffsetRange.parseAll("0:9-3"))
        .isInstanceOf(FreshetException.class)
        .hasMessage("\"0:9-3\" ends before it begins; the first offset comes first");
  }
}
