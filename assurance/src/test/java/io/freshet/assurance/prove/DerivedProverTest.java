package io.freshet.assurance.prove;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;

class DerivedProverTest {
  private static final LocalDate MONDAY = LocalDate.parse("2008-05-19");
  private static final LocalDate TUESDAY = MONDAY.plusDays(1);

  private final EfficiencyLake lake = new EfficiencyLake();

  @Test
  void findsNothingWrongWithWhatWasPublished() {
    lake.ping(1, "2008-05-19T12:00:00Z");
    lake.publish(MONDAY, 1, 2);
    lake.publish(TUESDAY, 1);

    Proof proof = lake.prove();

    assertThat(proof.ok()).isTrue();
    assertThat(proof.kind()).isEqualTo(Proof.Kind.DERIVED);
    assertThat(proof.totals()).isEqualTo(new Proof.Totals(3, 3, 0, 0, 0, 0, 0));
    assertThat(proof.pending()).isZero();
    assertThat(proof.days())
        .containsExactly(
            new Proof.Day(MONDAY, Proof.State.HELD, 2),
            new Proof.Day(TUESDAY, Proof.State.HELD, 1));
  }

  @Test
  void takesTheWordOfTheSnapshotThatPublishedADayAmongOthers() {
    lake.publish(MONDAY, 1, 2, 3);
    lake.publishTogether(List.of(MONDAY, TUESDAY), 1, 2);

    Proof proof = lake.prove();

    assertThat(proof.findings()).isEmpty();
    assertThat(proof.totals()).isEqualTo(new Proof.Totals(4, 4, 0, 0, 0, 0, 0));
  }

  @Test
  void catchesARowThatWasRemoved() {
    lake.publish(MONDAY, 1, 2, 3);
    lake.replace(MONDAY, 1, 3);

    Proof proof = lake.prove();

    assertThat(proof.totals()).isEqualTo(new Proof.Totals(3, 2, 1, 0, 0, 0, 0));
    assertThat(proof.findings()).containsExactly("Day 2008-05-19: 1 rows missing");
  }

  @Test
  void takesNoRowThatWasErasedForMissing() {
    lake.publish(MONDAY, 1, 2, 3);
    lake.erase(MONDAY, 1, 3);

    Proof proof = lake.prove();

    assertThat(proof.findings()).isEmpty();
    assertThat(proof.totals()).isEqualTo(new Proof.Totals(3, 2, 0, 0, 0, 0, 1));
    lake.replace(MONDAY, 1);
    assertThat(lake.prove().findings()).containsExactly("Day 2008-05-19: 1 rows missing");
  }

  @Test
  void catchesARowThatWasDoubled() {
    lake.publish(MONDAY, 1, 2);
    lake.append(MONDAY, 2);

    Proof proof = lake.prove();

    assertThat(proof.totals()).isEqualTo(new Proof.Totals(2, 2, 0, 1, 0, 0, 0));
    assertThat(proof.findings()).containsExactly("Day 2008-05-19: 1 rows doubled");
  }

  @Test
  void catchesARowOfSomebodyWhomTheInputsDoNotKnow() {
    lake.publish(MONDAY, 1);
    lake.append(MONDAY, 9);

    assertThat(lake.prove().findings()).containsExactly("Day 2008-05-19: 1 rows unexpected");
  }

  @Test
  void catchesRowsOfADayThatNobodyPublished() {
    lake.publish(MONDAY, 1);
    lake.append(TUESDAY, 1);

    assertThat(lake.prove().findings()).containsExactly("Day 2008-05-20: 1 rows unexpected");
  }

  @Test
  void believesTheNewestPublication() {
    lake.publish(MONDAY, 1, 2);
    lake.publish(MONDAY, 1, 2, 3);

    assertThat(lake.prove().totals().expected()).isEqualTo(3);
    assertThat(lake.prove().ok()).isTrue();
  }

  @Test
  void stillKnowsWhatADayMustHoldWhenItsSnapshotHasExpired() {
    lake.publish(MONDAY, 1, 2);
    lake.replace(MONDAY, 1);
    lake.expireOutput();

    assertThat(lake.prove().totals().missing()).isEqualTo(1);
  }

  @Test
  void callsADayStaleWhenItsInputsHaveMovedOnAndDoesNotFail() {
    lake.ping(1, "2008-05-19T12:00:00Z");
    lake.publish(MONDAY, 1);
    lake.publish(TUESDAY);
    lake.ping(2, "2008-05-19T18:00:00Z");

    Proof proof = lake.prove();

    assertThat(proof.ok()).isTrue();
    assertThat(proof.pending()).isEqualTo(1);
    assertThat(stale(proof)).containsExactly(new Proof.Day(MONDAY, Proof.State.STALE, 1));
  }

  @Test
  void callsADayStaleAlsoWhenTheSnapshotItRestsOnHasExpired() {
    lake.ping(1, "2008-05-19T12:00:00Z");
    lake.publish(MONDAY, 1);
    lake.ping(2, "2008-05-19T18:00:00Z");
    lake.expirePings();

    assertThat(stale(lake.prove())).containsExactly(new Proof.Day(MONDAY, Proof.State.STALE, 1));
  }

  @Test
  void seesRowsThatCameWhereThereWereNone() {
    lake.publish(MONDAY);
    lake.ping(1, "2008-05-19T12:00:00Z");

    assertThat(stale(lake.prove())).hasSize(1);
  }

  private static List<Proof.Day> stale(Proof proof) {
    return proof.days().stream().filter(day -> day.state() == Proof.State.STALE).toList();
  }
}
