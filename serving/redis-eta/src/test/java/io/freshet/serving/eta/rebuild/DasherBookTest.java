package io.freshet.serving.eta.rebuild;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.serving.eta.dasher.Assignment;
import io.freshet.serving.eta.dasher.Assignment.Kind;
import io.freshet.serving.eta.dasher.Dasher;
import io.freshet.serving.eta.dasher.DasherActivity.Limits;
import io.freshet.serving.eta.dasher.DasherActivity.Status;
import io.freshet.serving.eta.dasher.DasherKey;
import io.freshet.serving.eta.dasher.DasherRule;
import io.freshet.serving.eta.dasher.DasherUpdate;
import io.freshet.serving.eta.events.Ping;
import io.freshet.serving.eta.travel.Cells;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class DasherBookTest {
  private static final Limits LIMITS = Limits.of(Duration.ofMinutes(20), Duration.ofMinutes(5));
  private static final Duration TELL_EVERY = Duration.ofSeconds(30);
  private static final DasherKey KEY = new DasherKey(Events.MARKET, Events.DASHER);
  private static final long MINUTE = 60;

  @Test
  void isBusyFromTheAssignmentOn() {
    DasherBook book = book(assignment(Kind.ASSIGNED, 100));
    pings(0, 300).forEach(ping -> book.add(ping, 0));
    book.end();

    assertThat(shown(book).activity().status()).isEqualTo(Status.BUSY);
    assertThat(shown(book).activity().since()).isEqualTo(100_000);
    assertThat(shown(book).orders()).containsExactly(Events.ORDER);
  }

  @Test
  void isFreeSinceTheOrderWasOver() {
    DasherBook book = book(assignment(Kind.ASSIGNED, 100), assignment(Kind.RELEASED, 200));
    pings(0, 300).forEach(ping -> book.add(ping, 0));
    book.end();

    assertThat(shown(book).activity().status()).isEqualTo(Status.FREE);
    assertThat(shown(book).activity().since()).isEqualTo(200_000);
    assertThat(shown(book).orders()).isEmpty();
  }

  @Test
  void isIdleAndThenOffLineAsTimePasses() {
    DasherBook book = book();
    pings(0, 18 * MINUTE).forEach(ping -> book.add(ping, 0));
    book.end();
    assertThat(shown(book).activity().status()).isEqualTo(Status.FREE);

    book.pass(1000 * (21 * MINUTE));
    assertThat(shown(book).activity().status()).isEqualTo(Status.IDLE);
    assertThat(shown(book).millis()).isEqualTo(1000 * 20 * MINUTE + 1);

    book.pass(1000 * (30 * MINUTE));
    assertThat(shown(book).activity().status()).isEqualTo(Status.OFFLINE);
  }

  @Test
  void isNeverNewerThanTheJobHasToldAndNeverOlderThanItMustHave() {
    List<Assignment> assignments =
        List.of(
            assignment(Kind.ASSIGNED, 125),
            assignment(Kind.PICKED_UP, 400),
            assignment(Kind.RELEASED, 701));
    DasherRule rule = new DasherRule(new Cells(), LIMITS, TELL_EVERY, Duration.ofSeconds(1));
    List<Ping> all = pings(0, 1_000);
    for (int until = 1; until <= all.size(); until++) {
      DasherBook book = book(assignments.toArray(Assignment[]::new));
      Dasher dasher = new Dasher();
      DasherUpdate told = null;
      int assigned = 0;
      for (Ping ping : all.subList(0, until)) {
        while (assigned < assignments.size()
            && assignments.get(assigned).millis() <= ping.fix().millis()) {
          told = rule.assign(dasher, assignments.get(assigned++)).update();
        }
        told = rule.see(dasher, ping).update().orElse(told);
        book.add(ping, 0);
      }

      DasherUpdate shown = shown(book);
      assertThat(shown.millis()).isLessThanOrEqualTo(told.millis());
      assertThat(shown.activity())
          .usingRecursiveComparison()
          .ignoringFields("lastSeen")
          .isEqualTo(told.activity());
      assertThat(all.get(until - 1).fix().millis() - shown.millis())
          .isLessThanOrEqualTo(TELL_EVERY.toMillis());
    }
  }

  @Test
  void leavesOutADasherOfWhomNoPingIsKnown() {
    DasherBook book = book(assignment(Kind.ASSIGNED, 100));
    book.end();

    List<Optional<DasherUpdate>> all = new ArrayList<>();
    book.forEach((key, shown) -> all.add(shown));

    assertThat(all).containsExactly(Optional.empty());
    assertThat(book.fix(KEY)).isEmpty();
  }

  @Test
  void doesNotBelieveAPingFromFarAway() {
    DasherBook book = book();
    pings(0, 60).forEach(ping -> book.add(ping, 0));
    book.add(Events.ping(70, Events.north(90_000)), 0);
    book.end();

    assertThat(book.fix(KEY).orElseThrow().millis()).isEqualTo(60_000);
  }

  private static DasherBook book(Assignment... assignments) {
    Duties duties = new Duties();
    for (Assignment assignment : assignments) {
      duties.add(assignment, 0);
    }

    return new DasherBook(LIMITS, TELL_EVERY, Map.of(KEY, duties));
  }

  private static DasherUpdate shown(DasherBook book) {
    List<DasherUpdate> all = new ArrayList<>();
    book.forEach((key, shown) -> shown.ifPresent(all::add));
    assertThat(all).hasSize(1);

    return all.get(0);
  }

  /** One in ten seconds, on a slow way north. */
  private static List<Ping> pings(long from, long to) {
    List<Ping> pings = new ArrayList<>();
    for (long second = from; second <= to; second += 10) {
      pings.add(Events.ping(second, Events.north(2 * second)));
    }

    return pings;
  }

  private static Assignment assignment(Kind kind, long second) {
    return new Assignment(Events.MARKET, Events.DASHER, Events.ORDER, 1, kind, 1000 * second);
  }
}
