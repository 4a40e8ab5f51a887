package io.freshet.assurance.prove;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.core.lake.Position;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class TableRowsTest {
  private static final Position MARKETS = new Position(2, 3);

  private final MarketLake lake = new MarketLake();

  @Test
  void readsIdentitiesBesideTheColumnOfAFilterThatComesBeforeThem() {
    lake.addDeadLettersOfOrders(3, LongStream.of(40, 41));
    lake.addDeadLetters(3, LongStream.of(5, 7, 7));

    var identities = TableRows.deadLetters(lake.deadLetters(), "markets");

    assertThat(identities).containsOnlyKeys(MARKETS);
    assertThat(Offsets.ranges(identities.get(MARKETS).without()))
        .containsExactly(new Offsets.OffsetRange(5, 5), new Offsets.OffsetRange(7, 7));
    assertThat(identities.get(MARKETS).repeats()).isEqualTo(1);
  }

  @Test
  void findsNothingInATableThatNobodyHasWritten() {
    assertThat(TableRows.identities(lake.deadLetters())).isEmpty();
  }
}
