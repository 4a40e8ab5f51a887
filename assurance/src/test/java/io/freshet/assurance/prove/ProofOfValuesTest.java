package io.freshet.assurance.prove;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** Whether rows hold what the writer decoded. */
class ProofOfValuesTest {
  private static final long NONE = -1;

  private final MarketLake lake = MarketLake.withEvents();

  @Test
  void provesTheValuesOfRowsThroughCompactionAndExpiry() {
    lake.writeNine();
    lake.changes().rewrite(0, 9, NONE);
    assertThat(lake.prove(Depth.VALUES).scope().valuesProved()).isEqualTo(9);

    lake.expireAllButTheNewest();

    Proof proof = lake.prove(Depth.VALUES);
    assertThat(proof.findings()).isEmpty();
    assertThat(proof.scope().valuesProved()).isEqualTo(9);
  }

  @Test
  void catchesOneValueThatHasChangedAndSaysInWhichCommit() {
    lake.writeNine();
    lake.changes().rewrite(0, 9, 5);

    Proof proof = lake.prove(Depth.VALUES);

    assertThat(proof.findings())
        .containsExactly(
            "Partition 1:0: the values at offsets 4 to 6 are not those that the writer decoded");
    assertThat(proof.scope().valuesProved()).isEqualTo(6);
    assertThat(lake.prove(Depth.IDENTITIES).ok()).isTrue();
  }

  @Test
  void catchesAChangedValueOfACommitThatHasExpired() {
    lake.writeNine();
    lake.changes().rewrite(0, 9, 5);
    lake.expireAllButTheNewest();

    assertThat(lake.prove(Depth.VALUES).findings())
        .containsExactly(
            "Partition 1:0: the values at offsets 0 to 8 are not those that the writer decoded");
  }

  @Test
  void holdsRowsThatWereWrittenAnewAgainstTheLedgerAndNotAgainstTheirFirstCommit() {
    lake.writeNine();
    lake.changes().rewrite(0, 9, 5);
    lake.changes().noteRepair(0, 4, 7);

    Proof proof = lake.prove(Depth.VALUES);
    assertThat(proof.findings()).isEmpty();
    assertThat(proof.scope().valuesProved()).isEqualTo(9);

    lake.changes().rewrite(0, 9, 6);
    assertThat(lake.prove(Depth.VALUES).findings())
        .singleElement()
        .asString()
        .contains("are not those that the writer decoded");
  }

  @Test
  void judgesNoValuesWhereRowsAreMissingOrTheWriterNotedNone() {
    lake.write(0, 0, 4);
    lake.changes().rewrite(0, 3, NONE);
    lake.addRows(1, LongStream.range(0, 4));
    lake.account(1, 0, 4, 4, 0);

    Proof proof = lake.prove(Depth.VALUES);

    assertThat(proof.findings())
        .containsExactly("Partition 1:0: 1 records missing at offsets 3 to 3");
    assertThat(proof.scope().valuesProved()).isZero();
  }

  @Test
  void provesWhatAnErasureHasLeftByRowsAndByEvents() {
    lake.log().send(0, 10);
    lake.write(0, 0, 10);
    lake.write(0, 10, 20);
    lake.write(1, 0, 4);
    lake.logEvents(place -> "any");
    lake.changes().erase(0, 3, 12);

    Proof proof = lake.prove(Depth.VALUES);

    assertThat(proof.findings()).isEmpty();
    assertThat(proof.totals()).isEqualTo(new Proof.Totals(24, 22, 0, 0, 0, 0, 2));
    assertThat(proof.scope().valuesProved()).isEqualTo(22);
    assertThat(lake.proveEvents().findings()).isEmpty();
  }
}
