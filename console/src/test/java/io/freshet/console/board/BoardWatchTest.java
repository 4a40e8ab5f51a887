package io.freshet.console.board;

import static io.freshet.console.board.Boards.unknown;
import static io.freshet.console.board.Boards.waiting;
import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.core.contract.Contract;
import io.freshet.core.contract.Contracts;
import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class BoardWatchTest {
  private final List<Boards.Waiting> tables = List.of(waiting("rides", 1), waiting("fares", 90));
  private final AtomicReference<BoardWatch.Measurement> measurement =
      new AtomicReference<>(
          (contracts, listener) ->
              tables.forEach(
                  table -> listener.measured(table.contract(), Boards.freshness(table))));
  private final AtomicReference<RuntimeException> broken = new AtomicReference<>();
  private final BoardWatch watch =
      new BoardWatch(
          this::contracts,
          (contracts, listener) -> measurement.get().measure(contracts, listener),
          InstantSource.fixed(Boards.NOW));

  @Test
  void putsTheWorstFirst() {
    Board board = Boards.of(waiting("a", 5), unknown("b"), waiting("c", 61), waiting("d", 600));

    assertThat(board.worstFirst())
        .extracting(TableStatus::name)
        .containsExactly("raw.d", "raw.c", "raw.b", "raw.a");
    assertThat(board.count(Standing.LATE)).isEqualTo(2);
  }

  @Test
  void keepsWhatItKnewWhileNobodyCanBeAsked() {
    watch.turn();
    measurement.set(
        (contracts, listener) -> {
          throw new FreshetException(Fault.DEPENDENCY, "The catalog does not answer");
        });

    watch.turn();

    assertThat(watch.board().trouble().orElseThrow().what())
        .isEqualTo("The catalog does not answer");
    assertThat(watch.board().roundEnded()).contains(Boards.NOW);
    assertThat(watch.board().table("raw.fares").orElseThrow().standing()).isEqualTo(Standing.LATE);
  }

  @Test
  void forgetsItsTroubleOnceARoundEnds() {
    broken.set(new FreshetException(Fault.CALLER, "fares.yaml:3: no version"));
    watch.turn();
    assertThat(watch.board().trouble()).isPresent();

    broken.set(null);
    watch.turn();

    assertThat(watch.board().trouble()).isEmpty();
    assertThat(watch.board().worstFirst()).hasSize(2);
  }

  @Test
  void measuresByTheContractsBeforeWhileOneIsBroken() {
    watch.turn();
    broken.set(new FreshetException(Fault.CALLER, "fares.yaml:3: no version"));
    Boards.Waiting late = waiting("rides", 200);
    measurement.set(
        (contracts, listener) -> {
          assertThat(contracts.all()).hasSize(2);
          listener.measured(late.contract(), Boards.freshness(late));
        });

    watch.turn();

    assertThat(watch.board().broken().orElseThrow().what()).isEqualTo("fares.yaml:3: no version");
    assertThat(watch.board().trouble()).isEmpty();
    assertThat(watch.board().table("raw.rides").orElseThrow().standing()).isEqualTo(Standing.LATE);

    broken.set(null);
    watch.turn();
    assertThat(watch.board().broken()).isEmpty();
  }

  @Test
  void tellsOfABrokenContractAndOfTroubleApart() {
    watch.turn();
    broken.set(new FreshetException(Fault.CALLER, "fares.yaml:3: no version"));
    measurement.set(
        (contracts, listener) -> {
          throw new FreshetException(Fault.DEPENDENCY, "The catalog does not answer");
        });

    watch.turn();

    assertThat(watch.board().trouble().orElseThrow().what())
        .isEqualTo("The catalog does not answer");
    assertThat(watch.board().broken().orElseThrow().what()).isEqualTo("fares.yaml:3: no version");
  }

  @Test
  void aTableThatCantBeReadKeepsWhatWasKnownAndHarmsNoOther() {
    watch.turn();
    Contract fares = tables.get(1).contract();
    measurement.set(
        (contracts, listener) -> {
          listener.failed(fares, new IllegalStateException("Its metadata is gone"));
          listener.measured(tables.get(0).contract(), Boards.freshness(tables.get(0)));
        });

    watch.turn();

    TableStatus unreadable = watch.board().table("raw.fares").orElseThrow();
    assertThat(unreadable.standing()).isEqualTo(Standing.UNREADABLE);
    assertThat(unreadable.failure()).contains("Its metadata is gone");
    assertThat(unreadable.waiting()).isPresent();
    assertThat(watch.board().table("raw.rides").orElseThrow().standing()).isEqualTo(Standing.FRESH);
  }

  @Test
  void namesTablesBeforeTheyAreMeasured() {
    measurement.set((contracts, listener) -> assertThat(watch.board().worstFirst()).hasSize(2));

    watch.turn();

    assertThat(watch.board().count(Standing.UNMEASURED)).isEqualTo(2);
  }

  private Contracts contracts() {
    if (broken.get() != null) {
      throw broken.get();
    }

    return Contracts.of(tables.stream().map(Boards.Waiting::contract).toList());
  }
}
