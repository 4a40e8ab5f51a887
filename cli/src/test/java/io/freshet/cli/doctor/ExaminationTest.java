package io.freshet.cli.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ExaminationTest {
  private static final Duration SHORT = Duration.ofMillis(50);
  private static final Duration LONG = Duration.ofSeconds(30);

  @Test
  void tellsInTheOrderOfTheChecks() throws Exception {
    Map<String, Finding> findings =
        new Examination(LONG)
            .of(
                List.of(
                    check("first", () -> Finding.ok("1")),
                    check("second", () -> Finding.warning("2", "mend it"), "first"),
                    check("third", () -> Finding.ok("3"))));

    assertThat(findings.keySet()).containsExactly("first", "second", "third");
    assertThat(findings.get("second")).isEqualTo(Finding.warning("2", "mend it"));
  }

  @Test
  void whatRestsOnSomethingThatFailedIsSkippedWithTheReason() throws Exception {
    AtomicBoolean isLooked = new AtomicBoolean();

    Map<String, Finding> findings =
        new Examination(LONG)
            .of(
                List.of(
                    check("kafka", () -> Finding.failed("away", "start it")),
                    check(
                        "writer",
                        () -> {
                          isLooked.set(true);

                          return Finding.ok("");
                        },
                        "kafka"),
                    check("behind", () -> Finding.ok(""), "writer")));

    assertThat(findings.get("writer")).isEqualTo(Finding.skipped("it needs: kafka"));
    assertThat(findings.get("behind").state()).isEqualTo(Finding.State.SKIPPED);
    assertThat(isLooked).isFalse();
  }

  @Test
  void aFailureIsAFindingWithWhatToDo() throws Exception {
    Map<String, Finding> findings =
        new Examination(LONG)
            .of(
                List.of(
                    check(
                        "catalog",
                        () -> {
                          throw new FreshetException(
                              Fault.DEPENDENCY, "The catalog does not answer");
                        })));

    assertThat(findings.get("catalog"))
        .isEqualTo(Finding.failed("The catalog does not answer", "do what helps"));
  }

  @Test
  void whateverHangsEndsWithItsTimeAndHoldsUpNobody() throws Exception {
    CountDownLatch never = new CountDownLatch(1);
    Callable<Finding> deaf =
        () -> {
          boolean isDone = false;
          while (!isDone) {
            try {
              never.await();
              isDone = true;
            } catch (InterruptedException ignored) {
              isDone = false; // as a client that does not listen
            }
          }

          return Finding.ok("");
        };
    List<Check> checks = IntStream.range(0, 30).mapToObj(i -> check("deaf " + i, deaf)).toList();

    Map<String, Finding> findings = new Examination(SHORT).of(checks);
    never.countDown();

    assertThat(findings.values())
        .hasSize(30)
        .allMatch(finding -> finding.state() == Finding.State.FAILED)
        .allMatch(finding -> finding.seen().startsWith("no answer within"));
  }

  private static Check check(String name, Callable<Finding> look, String... needs) {
    return new Check(name, List.of(needs), "do what helps", look);
  }
}
