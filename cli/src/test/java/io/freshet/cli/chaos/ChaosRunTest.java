package io.freshet.cli.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.assurance.chaos.FaultKind;
import io.freshet.assurance.chaos.FaultKinds;
import io.freshet.assurance.chaos.Schedule;
import io.freshet.assurance.chaos.ScheduledFault;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;

class ChaosRunTest {
  /** Two faults of a kind, and both at once. */
  private static Schedule schedule(String kind) {
    FaultKind one = FaultKinds.chosen(List.of(kind), List.of()).get(0);

    return new Schedule(
        3,
        Duration.ofMillis(300),
        List.of(
            new ScheduledFault(1, Duration.ZERO, one, Duration.ZERO, 5),
            new ScheduledFault(2, Duration.ZERO, one, Duration.ZERO, 6)));
  }

  private static List<Struck> run(Schedule schedule, Striker striker) throws Exception {
    return new ChaosRun(schedule, striker, () -> "", new PrintWriter(new StringWriter())).run();
  }

  @Test
  void letsEachFaultHappenOnce() throws Exception {
    Set<Integer> numbers = ConcurrentHashMap.newKeySet();
    Schedule schedule = schedule("kafka-killed");

    List<Struck> struck = run(schedule, fault -> assertThat(numbers.add(fault.number())).isTrue());

    assertThat(schedule.faults()).isNotEmpty();
    assertThat(numbers).hasSameSizeAs(schedule.faults());
    assertThat(struck).allMatch(each -> each.outcome() == Struck.Outcome.DONE);
  }

  @Test
  void saysWhyAFaultWasSkipped() throws Exception {
    List<Struck> struck =
        run(
            schedule("disk-full"),
            fault -> {
              throw new Striker.CannotStrike("no disk of its own");
            });

    assertThat(struck.get(0).outcome()).isEqualTo(Struck.Outcome.SKIPPED);
    assertThat(struck.get(0).detail()).isEqualTo("no disk of its own");
  }

  @Test
  void doesNotCallDoneWhatNothingHasMet() throws Exception {
    List<Struck> struck =
        run(
            schedule("s3-refuses-manifests"),
            fault ->
                Striker.CannotStrike.unlessMet(fault.number() == 1 ? 0 : 3, Duration.ofSeconds(5)));

    assertThat(struck)
        .extracting(Struck::outcome)
        .containsExactly(Struck.Outcome.SKIPPED, Struck.Outcome.DONE);
    assertThat(struck.get(0).detail()).isEqualTo("nothing met it within 5s");
  }

  @Test
  void failsTheReportOfARunThatHasDoneNothing() throws Exception {
    Schedule schedule = schedule("disk-full");
    ChaosReport report = new ChaosReport(schedule, "");

    report.struck(
        run(
            schedule,
            fault -> {
              throw new Striker.CannotStrike("no disk of its own");
            }));

    assertThat(report.ok()).isFalse();
    assertThat(report.json().path("failures").get(0).asText())
        .isEqualTo("No fault was done: nothing is shown by that");
  }

  @Test
  void failsTheReportWhereAFaultCanNotBeUndone() throws Exception {
    Schedule schedule = schedule("s3-killed");
    ChaosReport report = new ChaosReport(schedule, "./freshet chaos --seed 3");

    report.struck(
        run(
            schedule,
            fault -> {
              throw new IllegalStateException("s3 stays away");
            }));

    assertThat(report.ok()).isFalse();
    assertThat(report.json().path("failures").get(0).asText())
        .contains("Fault 1, s3-killed, could not be undone", "s3 stays away");
  }

  @Test
  void failsTheReportOfARunThatSentNothing() {
    ChaosReport report = new ChaosReport(schedule("s3-killed"), "");

    report.traffic(0, 0, 0, Duration.ZERO);

    assertThat(report.ok()).isFalse();
  }

  @Test
  void countsFaultsByKind() throws Exception {
    Schedule schedule = schedule("registry-cut");
    ChaosReport report = new ChaosReport(schedule, "");

    report.struck(run(schedule, fault -> {}));

    assertThat(report.json().path("faults_by_kind").path("registry-cut").path("done").asInt())
        .isEqualTo(schedule.faults().size());
    assertThat(report.ok()).isTrue();
  }
}
