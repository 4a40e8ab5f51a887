package io.freshet.batch;

import static io.freshet.batch.Rows.SAN_FRANCISCO;
import static io.freshet.batch.Rows.ping;
import static io.freshet.batch.Rows.step;
import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.batch.Rows.Minute;
import io.freshet.batch.Rows.Prediction;
import io.freshet.batch.changes.ChangedRun;
import io.freshet.batch.nightly.NightlyJob;
import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import io.freshet.testing.selection.FullOnly;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Every nightly, whatever the order in which rows come and the number and order of its runs. */
@FullOnly
@ExtendWith(SharedSpark.class)
class AnyOrderIT {
  private static final LocalDate MONDAY = LocalDate.parse("2008-05-19");
  private static final LocalDate TUESDAY = MONDAY.plusDays(1);
  private static final List<LocalDate> DAYS = List.of(MONDAY, TUESDAY);
  private static final String END_OF_TUESDAY = "2008-05-21T07:00:00Z";
  private static final int LATE_ORDERS = 4;
  private static final int PIECES_A_ROUND = 4;

  private final SparkSession spark;

  AnyOrderIT(SparkSession spark) {
    this.spark = spark;
  }

  @Test
  void everyNightlyComesToTheSameRowsHoweverItRan() {
    Random random = new Random(4);
    List<Consumer<LakeFixture>> pieces = pieces();
    Collections.shuffle(pieces, random);
    LakeFixture lake = twoDays();
    Nightlies.ALL.forEach(job -> lake.runner().run(job, DAYS));
    Map<String, String> before = hashes(lake);
    for (int i = 0; i < pieces.size(); i++) {
      pieces.get(i).accept(lake);
      if (i % PIECES_A_ROUND == 0) {
        disturb(lake, random);
      }
    }
    Nightlies.ALL.forEach(job -> bringUpToDate(lake, job));
    Map<String, String> disturbed = hashes(lake);

    LakeFixture other = twoDays();
    Collections.shuffle(pieces, random);
    pieces.forEach(piece -> piece.accept(other));
    Nightlies.ALL.forEach(
        job -> assertThat(other.runner().run(job, List.of(TUESDAY, MONDAY)).ok()).isTrue());

    assertThat(disturbed).isEqualTo(hashes(other));
    disturbed.forEach(
        (partition, hash) -> assertThat(hash).as(partition).isNotEqualTo(before.get(partition)));
  }

  private LakeFixture twoDays() {
    LakeFixture lake = new LakeFixture(spark).market(SAN_FRANCISCO, "America/Los_Angeles");
    for (LocalDate day : DAYS) {
      order(1 + DAYS.indexOf(day), day, 19).forEach(piece -> piece.accept(lake));
    }
    for (String input :
        List.of("dasher_pings", "order_events", "eta_predictions", "market_supply")) {
      lake.watermark(input, END_OF_TUESDAY);
    }

    return lake;
  }

  /** What comes late, each piece by itself: an end before its beginning, a correction before. */
  private static List<Consumer<LakeFixture>> pieces() {
    List<Consumer<LakeFixture>> pieces = new ArrayList<>();
    for (int i = 0; i < LATE_ORDERS; i++) {
      pieces.addAll(order(10 + i, DAYS.get(i % DAYS.size()), 13 + i));
    }
    // Of both days: it is ordered before midnight there, and brought behind it.
    pieces.add(
        lake -> lake.steps(step(9, 1, "created", "2008-05-20T06:40:00Z").worth(3_000, "USD")));
    pieces.add(
        lake ->
            lake.steps(
                step(9, 7, "delivered", "2008-05-20T07:20:00Z").by(9).split(500L, 400L, 50L)));
    pieces.add(
        lake -> lake.pings(ping(9, "2008-05-20T06:59:00Z"), ping(9, "2008-05-20T07:01:00Z")));

    return pieces;
  }

  private static List<Consumer<LakeFixture>> order(int number, LocalDate day, int hour) {
    String begin = "%sT%d:".formatted(day, hour);

    return List.of(
        lake -> lake.pings(ping(number, begin + "00:00Z"), ping(number, begin + "02:00Z")),
        lake -> lake.pings(ping(number, begin + "04:00Z").carrying(number)),
        lake ->
            lake.steps(step(number, 1, "created", begin + "01:00Z").worth(1_000 + number, "USD")),
        lake ->
            lake.steps(
                step(number, 7, "delivered", begin + "45:00Z")
                    .by(number)
                    .split(200L, 300L, (long) number)),
        lake ->
            lake.predictions(
                new Prediction(number, "wait", begin + "10:00Z", begin + "40:00Z", null)),
        lake -> lake.minutes(new Minute(SAN_FRANCISCO, begin + "03:00Z", 1, 2, 60)),
        lake -> lake.minutes(new Minute(SAN_FRANCISCO, begin + "03:00Z", 2, 1 + number, 90)));
  }

  /** Some nightlies run, in any order: by what has changed, once more, or until they fail. */
  private static void disturb(LakeFixture lake, Random random) {
    List<NightlyJob> jobs = new ArrayList<>(Nightlies.ALL);
    Collections.shuffle(jobs, random);
    for (NightlyJob job : jobs) {
      List<LocalDate> day = List.of(DAYS.get(random.nextInt(DAYS.size())));
      switch (random.nextInt(5)) {
        case 0 -> new ChangedRun(lake.runner()).run(job, List.of());
        case 1 -> lake.runner().run(job, day);
        case 2 -> dieAfterPublishing(lake, job);
        case 3 -> dieBeforePublishing(lake, job, day);
        default -> {
          // It does not run this time.
        }
      }
    }
  }

  private static void dieAfterPublishing(LakeFixture lake, NightlyJob job) {
    new ChangedRun(
            lake.runner(
                (table, committed, snapshot) -> {
                  throw new FreshetException(Fault.DEPENDENCY, "The machine went away");
                }))
        .run(job, List.of());
  }

  private static void dieBeforePublishing(LakeFixture lake, NightlyJob job, List<LocalDate> day) {
    NightlyJob killed =
        new MeddledJob(
            job,
            written -> {
              throw new FreshetException(Fault.DEPENDENCY, "The machine went away");
            });
    assertThat(lake.runner().run(killed, day).fault()).contains(Fault.DEPENDENCY);
  }

  private static void bringUpToDate(LakeFixture lake, NightlyJob job) {
    assertThat(new ChangedRun(lake.runner()).run(job, List.of()).report().ok())
        .as(job.name())
        .isTrue();
  }

  /** Of each partition of each table. */
  private static Map<String, String> hashes(LakeFixture lake) {
    Map<String, String> hashes = new TreeMap<>();
    for (NightlyJob job : Nightlies.ALL) {
      DAYS.stream()
          .map(job.period()::begin)
          .distinct()
          .forEach(day -> hashes.put(job.name() + " " + day, lake.hash(job.name(), day)));
    }

    return hashes;
  }
}
