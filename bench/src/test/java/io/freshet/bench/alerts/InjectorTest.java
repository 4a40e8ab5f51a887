package io.freshet.bench.alerts;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.bench.alerts.AlertReceiver.Told;
import io.freshet.bench.alerts.Injector.Injection;
import io.freshet.core.contract.freshness.Hop;
import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import io.freshet.local.ProgressListener;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.iceberg.catalog.TableIdentifier;
import org.junit.jupiter.api.Test;

class InjectorTest {
  private static final List<String> FAULTS = List.of("kafka", "catalog", "writer");
  private static final Healing HEALING =
      new Healing(() -> {}, ProgressListener.SILENT, Duration.ofMinutes(1), Duration.ZERO);

  private final Passages passages = new Passages();
  private final List<Told> told = new ArrayList<>();
  private final List<String> problems = new ArrayList<>();
  private final Injector injector =
      new Injector(
          HEALING,
          new Watch(
              Map.of(TableIdentifier.parse(Moments.TABLE), passages),
              TableIdentifier.parse(Moments.TABLE),
              () -> told,
              Moments.BUDGET),
          problems);

  @Test
  void bringsEachOnceBeforeAnyComesAgain() {
    List<String> drawn = Injector.draw(FAULTS, 7, 9);

    assertThat(drawn).hasSize(7);
    assertThat(drawn.subList(0, 3)).containsExactlyInAnyOrderElementsOf(FAULTS);
    assertThat(drawn.subList(3, 6)).containsExactlyInAnyOrderElementsOf(FAULTS);
  }

  @Test
  void isTheSameForTheSameSeed() {
    assertThat(Injector.draw(FAULTS, 20, 9)).isEqualTo(Injector.draw(FAULTS, 20, 9));
    assertThat(Injector.draw(FAULTS, 20, 9)).isNotEqualTo(Injector.draw(FAULTS, 20, 10));
  }

  @Test
  void aFaultThatCanNotBeMadeEndsTheInjectionsAndNotTheRun() throws Exception {
    StalenessFault fault =
        fault(
            () -> {
              throw new FreshetException(Fault.CALLER, "kafka does not run");
            },
            () -> {});

    assertThat(injector.isOver(fault)).isFalse();
    assertThat(problems).containsExactly("Injection 1, kafka-asleep: kafka does not run");
    assertThat(injector.inject(List.of(), 9)).isEmpty();
  }

  @Test
  void aFaultThatDoesNotEndIsJudgedAllTheSame() throws Exception {
    StalenessFault fault =
        fault(
            this::lateAndTold,
            () -> {
              throw new FreshetException(Fault.DEPENDENCY, "kafka does not answer");
            });

    assertThat(injector.isOver(fault)).isFalse();
    assertThat(problems).containsExactly("Injection 1, kafka-asleep: kafka does not answer");
    assertThat(injector.inject(List.of(), 9)).extracting(Injection::hop).containsExactly("kafka");
  }

  /** At once, so that nobody waits. */
  private void lateAndTold() {
    passages.sent(1, Instant.EPOCH);
    tell(Told.BREACHED);
  }

  private void tell(String state) {
    told.add(
        new Told(
            Instant.now(),
            state,
            Optional.of(Moments.TABLE),
            Optional.of("kafka"),
            Optional.empty()));
  }

  private static StalenessFault fault(Runnable begin, Runnable end) {
    return new StalenessFault() {
      @Override
      public String name() {
        return "kafka-asleep";
      }

      @Override
      public Hop hop() {
        return Hop.KAFKA;
      }

      @Override
      public void begin() {
        begin.run();
      }

      @Override
      public void end() {
        end.run();
      }
    };
  }
}
