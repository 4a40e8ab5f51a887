package io.freshet.assurance.freshness;

import static io.freshet.assurance.freshness.Freshness.Verdict.FRESH;
import static io.freshet.assurance.freshness.Freshness.Verdict.LATE;
import static io.freshet.assurance.freshness.Freshness.Verdict.UNKNOWN;
import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.assurance.prove.EfficiencyLake;
import io.freshet.assurance.prove.MarketLake;
import io.freshet.assurance.prove.MemoryLog;
import io.freshet.core.contract.Contract;
import io.freshet.core.contract.Contracts;
import io.freshet.core.contract.RawJson;
import io.freshet.core.contract.StreamSettings.Acknowledgement;
import io.freshet.core.contract.StreamSettings.Intake;
import io.freshet.core.lake.CommitSummary;
import io.freshet.core.lake.LogSource;
import io.freshet.core.lake.ReceivedHistogram;
import io.freshet.core.lake.TableLayout;
import io.freshet.core.lake.TableWatermark;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.iceberg.Snapshot;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class FreshnessReaderTest {
  // Snapshots bear real time.
  private static final Instant NOW = Instant.now().truncatedTo(ChronoUnit.MILLIS);
  private static final Duration HOUR = Duration.ofHours(1);
  private static final RawJson RAW = new RawJson("raw_json");

  /** A table whose events come by way of the JSON validator. */
  @Nested
  class OfRawJson {
    private final MarketLake lake = new MarketLake();
    private final MemoryLog raw = new MemoryLog(new LogSource("cluster-a", "raw_json", "topic-5"));
    private final MemoryLog told =
        new MemoryLog(new LogSource("cluster-a", "dead_letters", "topic-8"));

    OfRawJson() {
      lake.log().send(0, 3);
      lake.account(0, 0, 3, 3, 0);
      raw.send(0, 10);
      raw.receiveAt(NOW);
    }

    @Test
    void isAsStaleAsWhatTheValidatorHasNotRead() {
      raw.readBy(RAW.group(), 0, 9);

      Freshness markets = read();

      assertThat(markets.verdict()).isEqualTo(LATE);
      assertThat(markets.staleness()).contains(HOUR);
      assertThat(markets.hops())
          .startsWith(new Freshness.Hop("raw", HOUR), new Freshness.Hop("log", Duration.ZERO));
    }

    @Test
    void isAsStaleAsAllOfItWhileTheValidatorHasNeverRun() {
      assertThat(read().staleness()).contains(HOUR);
    }

    @Test
    void isFreshWhenBothAreReadToTheirEnds() {
      raw.readBy(RAW.group(), 0, 10);

      assertThat(read().verdict()).isEqualTo(FRESH);
    }

    @Test
    void isAsStaleAsItsStreamWhereNobodyHasMadeTheRawTopic() {
      raw.drop();

      assertThat(read().verdict()).isEqualTo(FRESH);
    }

    @Test
    void makesDeadLettersAsLateAsWhatItsValidatorHasToldOf() {
      raw.readBy(RAW.group(), 0, 10);
      told.receiveAt(NOW);
      assertThat(read("raw.dead_letters").verdict()).isEqualTo(FRESH);

      told.send(0, 1);

      assertThat(read("raw.dead_letters").staleness()).contains(HOUR);
      assertThat(read("raw.dead_letters").verdict()).isEqualTo(LATE);
      assertThat(read().verdict()).isEqualTo(FRESH);
    }

    private Freshness read() {
      return read("raw.markets");
    }

    private Freshness read(String table) {
      Contract markets = lake.contracts().require("markets");
      Intake intake = new Intake(List.of(), List.of(), Acknowledgement.DURABLE, true);
      Contract fed = markets.with(markets.requireStream().with(intake));

      return find(
          table,
          new FreshnessReader(
                  lake.catalog(),
                  new SeveralTopics(List.of(lake.log(), raw, told)),
                  RAW,
                  InstantSource.fixed(NOW.plus(HOUR)))
              .readAll(Contracts.of(List.of(fed, lake.contracts().deadLetters()))));
    }
  }

  /** A table that is written from a stream. */
  @Nested
  class OfAStream {
    private final MarketLake lake = new MarketLake();

    @Test
    void isFreshWhenItIsReadToItsEndHoweverSilent() {
      lake.log().send(0, 3);
      lake.account(0, 0, 3, 3, 0);

      Freshness markets = read("raw.markets", NOW.plus(Duration.ofDays(1)));

      assertThat(markets.verdict()).isEqualTo(FRESH);
      assertThat(markets.staleness()).contains(Duration.ZERO);
    }

    @Test
    void isLateWhenARecordHasWaitedLongerThanTheBudget() {
      lake.log().send(0, 3);
      lake.log().receiveAt(NOW);
      lake.account(0, 0, 2, 2, 0);

      Freshness soon = read("raw.markets", NOW.plusSeconds(1));
      Freshness late = read("raw.markets", NOW.plus(soon.budget()).plusSeconds(1));

      assertThat(soon.verdict()).isEqualTo(FRESH);
      assertThat(late.verdict()).isEqualTo(LATE);
      assertThat(late.staleness()).contains(soon.budget().plusSeconds(1));
      assertThat(late.hops()).contains(new Freshness.Hop("log", soon.budget().plusSeconds(1)));
    }

    @Test
    void isUnknownWhereTheTopicIsGone() {
      lake.log().drop();

      assertThat(read("raw.markets", NOW).verdict()).isEqualTo(UNKNOWN);
    }

    @Test
    void isUnknownWhereTheTableIsNotThere() {
      Freshness pings = read("raw.dasher_pings", NOW);

      assertThat(pings.verdict()).isEqualTo(UNKNOWN);
      assertThat(pings.hops()).isEmpty();
    }

    @Test
    void makesDeadLettersAsLateAsItself() {
      lake.log().send(0, 1);
      lake.log().receiveAt(NOW);

      assertThat(read("raw.dead_letters", NOW.plus(HOUR)).verdict()).isEqualTo(LATE);
      assertThat(read("raw.dead_letters", NOW.plus(HOUR)).staleness()).contains(HOUR);
    }

    @Test
    void makesDeadLettersLateAlsoWhenTheyAreAskedForAlone() {
      lake.log().send(0, 1);
      lake.log().receiveAt(NOW);

      List<Freshness> asked =
          new FreshnessReader(lake.catalog(), lake.log(), RAW, InstantSource.fixed(NOW.plus(HOUR)))
              .read(lake.contracts(), Set.of("dead_letters"));

      assertThat(asked).extracting(Freshness::table).containsExactly("raw.dead_letters");
      assertThat(asked).extracting(Freshness::verdict).containsExactly(LATE);
    }

    @Test
    void leavesDeadLettersUnknownWhereTheirTableIsNotThere() {
      lake.log().send(0, 1);
      lake.catalog().dropTable(TableLayout.name(lake.contracts().deadLetters()));

      assertThat(read("raw.markets", NOW).staleness()).isPresent();
      assertThat(read("raw.dead_letters", NOW).staleness()).isEmpty();
    }

    @Test
    void tellsItsWatermarkItsNewestEventAndHowLongRowsWaited() {
      ReceivedHistogram waited = new ReceivedHistogram();
      waited.add(10, 5);
      lake.account(0, 0, 3, 3, 0);
      lake.markets().refresh();
      lake.markets()
          .updateProperties()
          .set(TableWatermark.PROPERTY, "2026-03-01T12:00:00Z")
          .commit();
      lake.markets().newAppend().set(CommitSummary.RECEIVED_TO_COMMIT, waited.encode()).commit();

      Freshness markets = read("raw.markets", NOW.plus(HOUR));

      assertThat(markets.watermark()).contains(Instant.parse("2026-03-01T12:00:00Z"));
      assertThat(markets.newestEventTime()).contains(Instant.EPOCH.plusNanos(1_000));
      assertThat(markets.commitAge().orElseThrow()).isBetween(HOUR.dividedBy(2), HOUR);
      assertThat(markets.queryable().orElseThrow().p50()).isEqualTo(Duration.ofMillis(10));
    }

    @Test
    void countsFromTheLastCommitOfItsWriterWhateverMaintenanceCommitsSince() {
      lake.write(0, 0, 3);
      lake.markets().refresh();
      Instant written = Instant.ofEpochMilli(lake.markets().currentSnapshot().timestampMillis());
      compact();

      assertThat(read("raw.markets", written.plus(HOUR)).commitAge()).contains(HOUR);
    }

    @Test
    void saysNothingOfItsWriterWhereOnlyMaintenanceHasCommitted() {
      compact();

      assertThat(read("raw.markets", NOW.plus(HOUR)).commitAge()).isEmpty();
    }

    /** In a later millisecond than whatever was committed before. */
    private void compact() {
      lake.markets().refresh();
      long before =
          Optional.ofNullable(lake.markets().currentSnapshot())
              .map(Snapshot::timestampMillis)
              .orElse(0L);
      Awaitility.await().until(() -> System.currentTimeMillis() > before);
      lake.markets().newAppend().set(CommitSummary.WRITER, "maintenance/merge").commit();
    }

    private Freshness read(String table, Instant now) {
      return find(
          table,
          new FreshnessReader(lake.catalog(), lake.log(), RAW, InstantSource.fixed(now))
              .readAll(lake.contracts()));
    }
  }

  /** A table that is computed day by day; its days end at 7:00 UTC, its budget is 26 hours. */
  @Nested
  class OfADay {
    private static final LocalDate MONDAY = LocalDate.parse("2008-05-19");
    private static final LocalDate TUESDAY = MONDAY.plusDays(1);
    private static final Duration LONG = Duration.ofHours(27);
    private static final Duration SHORT = Duration.ofHours(25);

    private final EfficiencyLake lake = new EfficiencyLake();

    @Test
    void isFreshWhenADayCoversAllThatItsInputsHoldHoweverOldTheyAre() {
      lake.ping(1, "2008-05-19T12:00:00Z", NOW.minus(LONG));
      lake.publish(MONDAY, 1);

      assertThat(read().staleness()).contains(Duration.ZERO);
      assertThat(read().verdict()).isEqualTo(FRESH);
    }

    @Test
    void isLateWhenNobodyPublishesTheNextDay() {
      lake.publish(MONDAY, 1);
      lake.ping(1, "2008-05-20T08:00:00Z", NOW.minus(LONG));

      assertThat(read().staleness()).contains(LONG);
      assertThat(read().hops()).contains(new Freshness.Hop("inputs", LONG));
      assertThat(read().verdict()).isEqualTo(LATE);
    }

    @Test
    void isLateAlsoWhenItIsAskedForAlone() {
      lake.publish(MONDAY, 1);
      lake.ping(1, "2008-05-20T08:00:00Z", NOW.minus(LONG));

      List<Freshness> asked = reader().read(lake.contracts(), Set.of("dasher_efficiency"));

      assertThat(asked).extracting(Freshness::verdict).containsExactly(LATE);
    }

    @Test
    void mayWaitAsLongAsItsBudgetAllows() {
      lake.publish(MONDAY, 1);
      lake.ping(1, "2008-05-20T08:00:00Z", NOW.minus(SHORT));

      assertThat(read().verdict()).isEqualTo(FRESH);
    }

    @Test
    void isNoFresherForACompaction() {
      lake.publish(MONDAY, 1, 2);
      lake.ping(1, "2008-05-20T08:00:00Z", NOW.minus(LONG));
      lake.compact(MONDAY, 1, 2);

      assertThat(read().verdict()).isEqualTo(LATE);
    }

    @Test
    void isNoFresherForABackfillOfAnOldDay() {
      lake.publish(TUESDAY, 1);
      lake.ping(1, "2008-05-21T08:00:00Z", NOW.minus(LONG));
      lake.publish(MONDAY, 1, 2);

      assertThat(read().staleness()).contains(LONG);
      assertThat(read().verdict()).isEqualTo(LATE);
    }

    @Test
    void looksIntoFilesThatReachOverTheEndOfTheDay() {
      lake.publish(MONDAY, 1);
      lake.pings("2008-05-20T06:59:59Z", NOW.minus(LONG), "2008-05-20T07:00:00Z", NOW.minus(SHORT));

      assertThat(read().staleness()).contains(SHORT);
    }

    @Test
    void saysThatItGoesOnWithEachFileAndEachRow() {
      lake.publish(MONDAY, 1);
      lake.ping(1, "2008-05-20T09:00:00Z", NOW.minus(SHORT));
      lake.pings("2008-05-20T06:59:59Z", NOW.minus(LONG), "2008-05-20T07:00:00Z", NOW.minus(LONG));
      AtomicInteger signs = new AtomicInteger();

      reader()
          .readEach(
              lake.contracts(),
              new FreshnessReader.Listener() {
                @Override
                public void measured(Contract contract, Freshness freshness) {}

                @Override
                public void failed(Contract contract, RuntimeException why) {}

                @Override
                public void goesOn() {
                  signs.incrementAndGet();
                }
              });

      // Two files, of which one says all by itself; in the other one row lies behind the day.
      assertThat(signs).hasValue(3);
    }

    @Test
    void takesTheOldestOfAllFiles() {
      lake.publish(MONDAY, 1);
      lake.ping(1, "2008-05-20T09:00:00Z", NOW.minus(HOUR));
      lake.pings("2008-05-20T06:59:59Z", NOW.minus(LONG), "2008-05-20T07:00:00Z", NOW.minus(SHORT));

      assertThat(read().staleness()).contains(SHORT);
    }

    @Test
    void isUnknownWhileItHasPublishedNoDay() {
      lake.ping(1, "2008-05-19T12:00:00Z", NOW);

      assertThat(read().verdict()).isEqualTo(UNKNOWN);
    }

    private Freshness read() {
      return find("clean.dasher_efficiency", reader().readAll(lake.contracts()));
    }

    private FreshnessReader reader() {
      MemoryLog log = new MemoryLog(new LogSource("cluster", "dasher_pings", "topic"));

      return new FreshnessReader(lake.catalog(), log, RAW, InstantSource.fixed(NOW));
    }
  }

  private static Freshness find(String table, Iterable<Freshness> all) {
    for (Freshness freshness : all) {
      if (freshness.table().equals(table)) {
        return freshness;
      }
    }
    throw new AssertionError("No freshness of " + table);
  }
}
