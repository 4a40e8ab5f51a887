package io.freshet.assurance.prove;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LoggedEventsTest {
  private final MarketLake lake = new MarketLake();

  @BeforeEach
  void writeTwoCommits() {
    lake.log().send(0, 30);
    lake.write(0, 0, 10);
    lake.write(0, 10, 25);
  }

  @Test
  void provesThatTheWriterNotedWhatTheEventsHold() {
    lake.logEvents(identity -> "any");

    Proof proof = lake.proveEvents();

    assertThat(proof.findings()).isEmpty();
    assertThat(proof.scope().valuesProved()).isEqualTo(25);
    assertThat(proof.pending()).isEqualTo(5);
  }

  @Test
  void catchesAnEventThatTheWriterDecodedToSomethingElse() {
    lake.logEvents(identity -> identity.equals("0:17") ? "another" : "any");

    Proof proof = lake.proveEvents();

    assertThat(proof.findings())
        .containsExactly(
            "Partition 1:0: the values at offsets 10 to 24 are not those that the writer decoded");
    assertThat(proof.scope().valuesProved()).isEqualTo(10);
  }

  @Test
  void looksForEachRowAllTheSame() {
    lake.logEvents(identity -> "any");
    lake.addRows(0, LongStream.of(3));

    assertThat(lake.proveEvents().totals().doubled()).isEqualTo(1);
  }

  @Test
  void holdsWhereARedrivenEventWasRefusedForAValueOfItsRow() {
    lake.logEvents(identity -> "any");
    lake.redrive(0, 17, "1:0:3");

    assertThat(lake.proveEvents().findings())
        .containsExactly(
            "Partition 1:0: the values at offsets 10 to 24 are not those that the writer decoded");

    lake.redrive(0, 17, "not an origin");
    assertThat(lake.proveEvents().findings()).isEmpty();
  }

  /** Events go on bringing it. */
  @Test
  void holdsForCommitsOfBeforeAndAfterAColumnWasDropped() {
    lake.logEvents(identity -> "any");
    lake.dropName();
    lake.write(0, 25, 30);

    Proof proof = lake.proveEvents();

    assertThat(proof.findings()).isEmpty();
    assertThat(proof.scope().valuesProved()).isEqualTo(30);
  }

  @Test
  void judgesOnlyCommitsOfWhichTheLogHasEveryEvent() {
    lake.logEvents(identity -> "any");
    lake.log().deleteBefore(0, 4);

    Proof proof = lake.proveEvents();

    assertThat(proof.findings()).isEmpty();
    assertThat(proof.scope().valuesProved()).isEqualTo(15);
  }
}
