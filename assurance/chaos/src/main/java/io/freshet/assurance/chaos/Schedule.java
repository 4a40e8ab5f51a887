package io.freshet.assurance.chaos;

import io.freshet.core.toolkit.Durations;
import io.freshet.core.toolkit.InvalidSettingException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Random;

/**
 * Which faults come when, by a seed: equal arguments give equal schedules, wherever they are made.
 *
 * <p>Times between two are exponential around their mean, as those of accidents are, but never
 * shorter than a fifth of it and never longer than its threefold. No kind comes again before all
 * have come.
 */
public record Schedule(long seed, Duration duration, List<ScheduledFault> faults) {
  private static final Duration LEAST_MEAN = Duration.ofSeconds(1);
  private static final double LEAST_SHARE = 0.2;
  private static final double MOST_SHARE = 3;

  public Schedule {
    faults = List.copyOf(faults);
  }

  /**
   * Draws one.
   *
   * @param duration no fault begins later
   * @param kinds in any order, each once
   * @param mean from the beginning of a fault to that of the next
   * @throws InvalidSettingException when there is nothing to draw from
   */
  public static Schedule of(
      long seed, Duration duration, Collection<FaultKind> kinds, Duration mean) {
    if (kinds.isEmpty()) {
      throw new InvalidSettingException("--kinds", "none", "at least one kind of fault");
    }
    if (duration.isNegative() || duration.isZero()) {
      throw new InvalidSettingException("--duration", Durations.print(duration), "longer than 0s");
    }
    if (mean.compareTo(LEAST_MEAN) < 0) {
      throw new InvalidSettingException("--every", Durations.print(mean), "1s or longer");
    }
    Random random = new Random(seed);
    List<FaultKind> sorted = kinds.stream().sorted(Comparator.comparing(FaultKind::name)).toList();
    List<FaultKind> round = new ArrayList<>();
    List<ScheduledFault> faults = new ArrayList<>();
    for (Duration at = gap(random, mean);
        at.compareTo(duration) < 0;
        at = at.plus(gap(random, mean))) {
      if (round.isEmpty()) {
        round.addAll(sorted);
        Collections.shuffle(round, random);
      }
      FaultKind kind = round.remove(round.size() - 1);
      faults.add(
          new ScheduledFault(
              faults.size() + 1, at, kind, lasting(random, kind), random.nextLong()));
    }

    return new Schedule(seed, duration, faults);
  }

  private static Duration gap(Random random, Duration mean) {
    // Math.log may differ in its last bit from machine to machine.
    double share = -StrictMath.log(1 - random.nextDouble());

    return Duration.ofMillis(
        (long) (mean.toMillis() * Math.min(MOST_SHARE, Math.max(LEAST_SHARE, share))));
  }

  private static Duration lasting(Random random, FaultKind kind) {
    long range = kind.longest().minus(kind.shortest()).toMillis();

    return kind.shortest().plusMillis((long) (random.nextDouble() * range));
  }

  /** Those that come beside the others, or the others; in the order of their times. */
  public List<ScheduledFault> lane(boolean beside) {
    return faults.stream().filter(fault -> fault.kind().group().isBeside() == beside).toList();
  }
}
