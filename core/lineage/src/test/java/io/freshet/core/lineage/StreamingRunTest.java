package io.freshet.core.lineage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.freshet.core.lineage.StreamingRun.Pace;
import io.freshet.core.toolkit.LineageSettings;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class StreamingRunTest {
  private static final Pace OFTEN = new Pace(Duration.ofMillis(20), Duration.ofMillis(20));
  private static final Pace ONCE = new Pace(Duration.ofHours(1), Duration.ofHours(1));

  private static final Predicate<Void> ENDED = nothing -> true;

  private Collector collector;

  @BeforeEach
  void open() throws IOException {
    collector = new Collector();
  }

  @AfterEach
  void close() {
    collector.close();
  }

  @Test
  void tellsStartAndThatItRunsAndTheEndOfOneRun() throws Exception {
    run(ONCE).around(() -> awaitEvents(2), ENDED);

    assertThat(collector.types()).containsExactly("START", "RUNNING", "COMPLETE");
    assertThat(collector.events.stream().map(event -> event.at("/run/runId").asText()).distinct())
        .hasSize(1);
  }

  @Test
  void showsItsToken() throws Exception {
    run(ONCE).around(() -> awaitEvents(2), ENDED);

    assertThat(collector.authorizations).containsOnly("Bearer " + Collector.TOKEN);
  }

  @Test
  void tellsAgainAndAgainWhileItRuns() throws Exception {
    run(OFTEN).around(() -> awaitEvents(5), ENDED);

    assertThat(collector.types().subList(0, 4))
        .containsExactly("START", "RUNNING", "RUNNING", "RUNNING");
  }

  @Test
  void goesOnTellingOfAJobThatWasOnlySubmitted() throws Exception {
    run(OFTEN).around(() -> "submitted", submitted -> false);

    awaitEvents(4);
    assertThat(collector.types()).startsWith("START", "RUNNING").doesNotContain("COMPLETE");
  }

  @Test
  void tellsTheFailureOfAJobAndLeavesItAsItIs() {
    assertThatThrownBy(
            () ->
                run(ONCE)
                    .around(
                        () -> {
                          awaitEvents(2);
                          throw new IllegalStateException("the job's own");
                        },
                        ENDED))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("the job's own");

    assertThat(collector.types()).endsWith("FAIL");
  }

  @Test
  void goesOnWhenTheCollectorRefusesAndThenTakesEvents() throws Exception {
    collector.status = 503;

    run(OFTEN)
        .around(
            () -> {
              awaitEvents(2);
              collector.status = 201;
              await().until(() -> collector.types().contains("RUNNING"));

              return (Void) null;
            },
            ENDED);

    assertThat(collector.types()).startsWith("START", "START").endsWith("COMPLETE");
  }

  @Test
  void tellsTheOtherJobsWhereOneIsRefused() throws Exception {
    Job refused = Orders.job();
    Job other = new Job("writer-markets", "Another", refused.inputs(), refused.outputs());
    collector.refusedJob = refused.name();

    new StreamingRun(collector.settings(), () -> List.of(refused, other), OFTEN)
        .around(() -> awaitEvents(4), ENDED);

    assertThat(List.copyOf(collector.events).subList(0, 4))
        .extracting(event -> event.at("/job/name").asText())
        .containsExactly(refused.name(), other.name(), refused.name(), other.name());
  }

  @Test
  void leavesTheJobAloneWhereNobodyListens() throws Exception {
    collector.close();

    assertThat(run(ONCE).around(() -> "done", done -> true)).isEqualTo("done");
  }

  @Test
  void leavesTheJobAloneWhereWhatIsToBeToldCannotBeFound() throws Exception {
    Supplier<List<Job>> broken =
        () -> {
          throw new IllegalStateException("The catalog does not answer");
        };

    assertThat(
            new StreamingRun(collector.settings(), broken, ONCE).around(() -> "done", done -> true))
        .isEqualTo("done");
    assertThat(collector.events).isEmpty();
  }

  @Test
  void asksNobodyWhereNothingIsToBeTold() throws Exception {
    Supplier<List<Job>> untouched =
        () -> {
          throw new AssertionError("asked in vain");
        };
    LineageSettings nowhere = new LineageSettings(Optional.empty(), Optional.of("token"));

    assertThat(StreamingRun.of(nowhere, untouched).around(() -> "done", done -> true))
        .isEqualTo("done");
  }

  private StreamingRun run(Pace pace) {
    return new StreamingRun(collector.settings(), () -> List.of(Orders.job()), pace);
  }

  private Void awaitEvents(int count) {
    await().until(() -> collector.events.size() >= count);

    return null;
  }
}
