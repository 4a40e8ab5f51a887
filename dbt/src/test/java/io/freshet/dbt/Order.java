package io.freshet.dbt;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** An order of the {@link Marketplace}, with all its steps. */
record Order(
    String market, long id, Optional<Long> restaurant, Optional<Money> price, List<Step> steps) {
  record Money(long minor, String currency) {}

  /** One step; synthetic where a replay had to invent it. */
  record Step(
      int version,
      String state,
      Instant time,
      Optional<Long> dasher,
      Optional<String> reason,
      boolean synthetic) {}

  String state() {
    return newest().state();
  }

  Optional<String> reason() {
    return newest().reason();
  }

  private Step newest() {
    return steps.stream().max(Comparator.comparingInt(Step::version)).orElseThrow();
  }

  Instant opened() {
    return steps.stream().map(Step::time).min(Comparator.naturalOrder()).orElseThrow();
  }

  Instant delivered() {
    return step("delivered").map(Step::time).orElseThrow();
  }

  Optional<Long> dasher() {
    return steps.stream()
        .filter(step -> step.dasher().isPresent())
        .max(Comparator.comparingInt(Step::version))
        .flatMap(Step::dasher);
  }

  /** Whole seconds between two steps that both were recorded. */
  OptionalLong seconds(String from, String to) {
    Optional<Step> first = step(from).filter(step -> !step.synthetic());
    Optional<Step> last = step(to).filter(step -> !step.synthetic());

    return first.isPresent() && last.isPresent()
        ? OptionalLong.of(last.get().time().getEpochSecond() - first.get().time().getEpochSecond())
        : OptionalLong.empty();
  }

  private Optional<Step> step(String state) {
    return steps.stream().filter(step -> step.state().equals(state)).findFirst();
  }
}
