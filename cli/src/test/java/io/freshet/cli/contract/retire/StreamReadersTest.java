package io.freshet.cli.contract.retire;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class StreamReadersTest {
  private static final List<StreamReaders.Group> GROUPS =
      List.of(new StreamReaders.Group("billing", true), new StreamReaders.Group("old", false));

  private final StreamReaders known = new StreamReaders(GROUPS, Optional.empty());

  @Test
  void countsThoseThatReadNow() {
    assertThat(known.with(OptionalInt.of(2))).hasValue(3);
  }

  @Test
  void countsNobodyWhereOneOfBothIsUnknown() {
    assertThat(known.with(OptionalInt.empty())).isEmpty();
    assertThat(new StreamReaders(List.of(), Optional.of("Kafka is away")).with(OptionalInt.of(0)))
        .isEmpty();
  }
}
