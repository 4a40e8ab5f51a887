package io.freshet.bench.alerts;

import static org.assertj.core.api.Assertions.assertThat;

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
