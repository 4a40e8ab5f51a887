package io.freshet.warehouse.snowflake.landing;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.core.contract.Contract;
import io.freshet.core.contract.Contracts;
import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import io.freshet.warehouse.snowflake.script.Account;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class LandingLoopTest {
  private static final Duration SWEEP = Duration.ofMinutes(5);

  private final Contracts contracts = Account.projectContracts();
  private final List<String> landed = new ArrayList<>();
  private Instant now = Instant.parse("2026-11-25T12:00:00Z");

  @Test
  void landsEveryTableAtTheStartAndTheAnnouncedOneAtOnce() {
    run(Set.of("raw.markets"));

    assertThat(landed).containsExactly("dasher_pings", "markets", "markets");
  }

  @Test
  void landsEveryTableAgainAtTheNextSweep() {
    run(Set.of());

    assertThat(landed).containsExactly("dasher_pings", "markets");

    landed.clear();
    run(Set.of(), Set.of());

    assertThat(landed).containsExactly("dasher_pings", "markets", "dasher_pings", "markets");
  }

  @Test
  void ignoresTablesThatDoNotLand() {
    run(Set.of("clean.dasher_efficiency"));

    assertThat(landed).containsExactly("dasher_pings", "markets");
  }

  @Test
  void goesOnWithTheOthersWhenOneTableCannotLand() {
    new LandingLoop(
            contract -> {
              landed.add(contract.name());
              throw new FreshetException(Fault.CALLER, "expired");
            },
            tables(),
            SWEEP,
            () -> now)
        .run(limit -> stop());

    assertThat(Thread.interrupted()).isTrue();
    assertThat(landed).containsExactly("dasher_pings", "markets");
  }

  /** One round for each of these; each but the last lasts until the next sweep. */
  @SafeVarargs
  private void run(Set<String>... announced) {
    List<Set<String>> rounds = new ArrayList<>(List.of(announced));
    new LandingLoop(contract -> landed.add(contract.name()), tables(), SWEEP, () -> now)
        .run(
            limit -> {
              Set<String> tables = rounds.remove(0);
              if (rounds.isEmpty()) {
                Thread.currentThread().interrupt();
              } else {
                now = now.plus(limit);
              }

              return tables;
            });
    assertThat(Thread.interrupted()).isTrue();
  }

  private static Set<String> stop() {
    Thread.currentThread().interrupt();

    return Set.of();
  }

  private List<Contract> tables() {
    return List.of(contracts.require("dasher_pings"), contracts.require("markets"));
  }
}
