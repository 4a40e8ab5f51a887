package io.freshet.ingestion.sqlapps.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.ingestion.sqlapps.Rides;
import io.freshet.ingestion.sqlapps.plan.StateComparison.Verdict;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StateComparisonTest {
  private static final String SOUND = Rides.yaml(Rides.sql("-- counts"));
  private static OperatorPlan running;

  @BeforeAll
  static void compile() {
    running = Rides.check(SOUND).required();
  }

  @Test
  void findsAllAgainWhereNothingHasChanged() {
    OperatorPlan again = Rides.check(SOUND).required();

    assertThat(again.json()).isEqualTo(running.json());
    assertThat(StateComparison.of(running, again).verdict()).isEqualTo(Verdict.RESTORED);
    assertThat(StateComparison.of(running, again).fresh()).isEmpty();
    assertThat(StateComparison.of(running, again).restored().keySet())
        .contains("position in rides", "transactions of ride_counts, exactly_once");
  }

  @Test
  void keepsItsIdsWhenItIsReadAgain() {
    OperatorPlan read = OperatorPlan.of(running.json());

    assertThat(read).isEqualTo(running);
  }

  @Test
  void beginsEmptyWhereNothingRuns() {
    assertThat(StateComparison.first(running).verdict()).isEqualTo(Verdict.FIRST);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          a window of another length | INTERVAL '1' MINUTE | INTERVAL '2' MINUTE | LOST
          another aggregate | COUNT(*) FROM rides | MAX(ride_id) FROM rides | LOST
          other rows that are counted | COUNT(*) FROM rides GROUP | COUNT(*) FROM rides WHERE shared GROUP | LOST
          another delivery | stream: ride_counts | stream: ride_counts\\n    delivery: at_least_once | LOST
          a TTL where there was another | stateTtl: 1h | stateTtl: 2h | RESTORED
          none where there was a TTL | stateTtl: 1h | stateTtl: never | LOST
          another parallelism | parallelism: 1 | parallelism: 2 | RESTORED
          another filter before a sink | state = 'lost' | state = 'found' | RESTORED
          another place in Redis | key: city:{city} | key: town:{city} | RESTORED
          another interval | stateTtl: 1h | stateTtl: 1h\\ncheckpointInterval: 1s | RESTORED
          """)
  void saysWhatAChangeComesTo(String what, String before, String after, Verdict verdict) {
    String changed = SOUND.replace(before, after.replace("\\n", "\n"));
    assertThat(changed).isNotEqualTo(SOUND);

    StateComparison comparison = StateComparison.of(running, Rides.check(changed).required());

    assertThat(comparison.verdict()).as(what).isEqualTo(verdict);
  }

  @Test
  void losesOnlyWhatHasChanged() {
    String changed = SOUND.replace("INTERVAL '1' MINUTE", "INTERVAL '2' MINUTE");

    StateComparison comparison = StateComparison.of(running, Rides.check(changed).required());

    assertThat(kinds(comparison.lost().keySet())).containsExactly("global-window-aggregate");
    assertThat(kinds(comparison.restored().keySet())).contains("group-aggregate");
  }

  @Test
  void tellsStateThatNothingBounds() {
    OperatorPlan bounded = Rides.check(SOUND).required();
    OperatorPlan growing = Rides.check(SOUND.replace("stateTtl: 1h", "stateTtl: never")).required();

    assertThat(bounded.growing()).isEmpty();
    assertThat(growing.growing().map(Operator::kind)).contains("group-aggregate");
    assertThat(Rides.check(SOUND.replace("stateTtl: 1h\n", "")).findings())
        .singleElement()
        .satisfies(
            finding ->
                assertThat(finding.problem())
                    .isEqualTo(
                        "the state of its group-aggregate grows for ever, and stateTtl is not"
                            + " said"));
  }

  private static List<String> kinds(Set<String> names) {
    return names.stream().map(name -> name.replaceFirst(" .*", "")).toList();
  }
}
