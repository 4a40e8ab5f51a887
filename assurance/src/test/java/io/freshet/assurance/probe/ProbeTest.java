package io.freshet.assurance.probe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.freshet.assurance.probe.Sender.Arrival;
import io.freshet.assurance.probe.Sender.Sent;
import io.freshet.assurance.prove.MarketLake;
import io.freshet.core.contract.Contract;
import io.freshet.core.envelope.stream.Position;
import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.apache.iceberg.Table;
import org.apache.iceberg.catalog.Catalog;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.exceptions.NotAuthorizedException;
import org.apache.iceberg.exceptions.ServiceUnavailableException;
import org.apache.iceberg.inmemory.InMemoryCatalog;
import org.junit.jupiter.api.Test;

class ProbeTest {
  private static final Instant NOON = Instant.parse("2026-11-01T12:00:00Z");
  private static final Duration A_MOMENT = Duration.ofMillis(12);
  private static final Duration A_WHILE = Duration.ofSeconds(7);
  private static final int PARTITION = 0;
  private static final long OFFSET = 4;
  private static final Position POSITION = new Position("markets", PARTITION, OFFSET, NOON);

  private final MarketLake lake = new MarketLake();
  private final Contract markets = lake.contracts().require("markets");
  private final Duration budget = markets.requireTable().timing().freshness();
  private Instant now = NOON;
  private final Probe probe = probe(lake.catalog());

  @Test
  void knowsThatAnEventIsInTheTableOnceTheLedgerIsBehindIt() {
    readTo(OFFSET + 1);
    probe.follow(markets, logged());
    now = NOON.plus(A_WHILE);

    assertThat(probe.look())
        .containsExactly(
            new Probed(
                "markets",
                NOON.minus(A_MOMENT),
                Optional.of(A_MOMENT),
                POSITION,
                Optional.of(A_WHILE),
                budget));
    assertThat(probe.isUnderWay(markets)).isFalse();
    assertThat(probe.look()).isEmpty();
  }

  @Test
  void waitsWhileTheLedgerEndsBeforeTheEvent() {
    readTo(OFFSET);
    probe.follow(markets, logged());
    now = NOON.plus(A_WHILE);

    assertThat(probe.look()).isEmpty();
    assertThat(probe.isUnderWay(markets)).isTrue();
  }

  @Test
  void waitsAsLongAsTheBudgetAllows() {
    probe.follow(markets, logged());
    now = NOON.plus(budget);

    assertThat(probe.look()).isEmpty();

    now = now.plusMillis(1);

    assertLate(probe.look());
    assertThat(probe.isUnderWay(markets)).isFalse();
  }

  @Test
  void takesAnEventForLateThatTheTableHasCountedTooLate() {
    readTo(OFFSET + 1);
    probe.follow(markets, logged());
    now = NOON.plus(budget).plusMillis(1);

    assertLate(probe.look());
  }

  @Test
  void waitsForACatalogThatIsAwayAsForATable() {
    Probe blind = probe(failing(new ServiceUnavailableException("away")));
    blind.follow(markets, logged());
    now = NOON.plus(budget);

    assertThat(blind.look()).isEmpty();

    now = now.plusMillis(1);

    assertLate(blind.look());
  }

  @Test
  void passesOnThatTheCatalogRefusesIt() {
    Probe stranger = probe(failing(new NotAuthorizedException("no")));
    stranger.follow(markets, logged());

    assertThatThrownBy(stranger::look).isInstanceOf(NotAuthorizedException.class);
  }

  @Test
  void doesNotBlameTheTableForWhatTheLogDoesNotHave() {
    probe.follow(markets, new Sent(NOON, Optional::empty));
    now = NOON.plus(budget.multipliedBy(2));

    assertThat(probe.look()).isEmpty();
    assertThat(probe.isUnderWay(markets)).isTrue();
  }

  @Test
  void tellsWhyAnEventDidNotGetIntoTheLog() {
    FreshetException failure = new FreshetException(Fault.DEPENDENCY, "away");
    probe.follow(
        markets,
        new Sent(
            NOON,
            () -> {
              throw failure;
            }));

    assertThat(probe.look()).containsExactly(new NotLogged("markets", failure));
    assertThat(probe.isUnderWay(markets)).isFalse();
  }

  @Test
  void tellsThatTheTopicIsGoneWithTheEventInIt() {
    lake.log().drop();
    probe.follow(markets, logged());

    assertThat(probe.look())
        .singleElement()
        .isInstanceOfSatisfying(
            NotLogged.class,
            lost ->
                assertThat(lost.failure())
                    .hasMessage("Topic markets is gone, with the test event in it"));
  }

  private Probe probe(Catalog catalog) {
    return new Probe(catalog, lake.log(), () -> now);
  }

  private static Catalog failing(RuntimeException failure) {
    return new InMemoryCatalog() {
      @Override
      public Table loadTable(TableIdentifier identifier) {
        throw failure;
      }
    };
  }

  private void readTo(long end) {
    lake.account(PARTITION, 0, end, end, 0);
  }

  /** An event that the log has taken at noon. */
  private static Sent logged() {
    return new Sent(
        NOON.minus(A_MOMENT), () -> Optional.of(new Arrival(POSITION, Optional.of(A_MOMENT))));
  }

  private static void assertLate(List<Fate> fates) {
    assertThat(fates)
        .singleElement()
        .isInstanceOfSatisfying(Probed.class, late -> assertThat(late.ok()).isFalse());
  }
}
