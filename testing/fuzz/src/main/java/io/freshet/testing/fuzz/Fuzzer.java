package io.freshet.testing.fuzz;

import io.freshet.testing.fuzz.Finding.Fault;
import io.freshet.testing.fuzz.Finding.Kind;
import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;

/**
 * Sends a door requests that its document allows, and such as it allows nearly, and judges each
 * answer. A seed repeats a run: request by request, whatever was answered. One thread's.
 */
public final class Fuzzer {
  private static final int LOOK_EVERY = 50;
  private static final int MOST_FINDINGS = 40;
  private static final long MILLION = 1_000_000;

  private final Door door;
  private final Wire wire;
  private final Oracle oracle;
  private final Draft draft;
  private final List<List<Trick>> tricks;
  private final Map<Integer, Integer> byStatus = new TreeMap<>();
  private final Map<Kind, Integer> seen = new EnumMap<>(Kind.class);
  private final List<Finding> findings = new ArrayList<>();
  private final Set<String> known = new HashSet<>();
  private long slowestNanos;

  private Fuzzer(Door door, Pace pace) {
    this.door = door;
    this.wire = new Wire(door, pace);
    this.oracle = new Oracle(door);
    this.draft = new Draft(door);
    this.tricks =
        List.of(
            new BodyTricks(pace.hugeBytes()).all(),
            AddressTricks.all(),
            HeaderTricks.all(),
            WireTricks.all());
  }

  /**
   * Sends requests until there are as many, or the door takes none any more.
   *
   * @param first number of the first one: with it and 1 a single request is repeated
   */
  public static FuzzReport run(Door door, Pace pace, long seed, int first, int requests) {
    return new Fuzzer(door, pace).run(seed, first, requests);
  }

  private FuzzReport run(long seed, int first, int requests) {
    long begin = System.nanoTime();
    int sent = 0;
    look(first);
    while (sent < requests && findings.size() < MOST_FINDINGS && count(Kind.DEAD) == 0) {
      int number = first + sent;
      Shot shot = shot(random(seed, number));
      sent++;
      Optional<Fault> fault = trial(shot, true);
      fault.ifPresent(each -> add(number, each, shot));
      if (fault.isPresent() || sent % LOOK_EVERY == 0 || sent == requests) {
        look(number);
      }
    }

    return new FuzzReport(
        door.name(),
        seed,
        sent,
        byStatus,
        findings,
        seen,
        slowestNanos / MILLION,
        (System.nanoTime() - begin) / 1e9);
  }

  private Random random(long seed, int number) {
    return new Random((seed * 31 + door.name().hashCode()) * 1_000_003 + number);
  }

  private Shot shot(Random random) {
    // Neighbours in number differ little in a Random's first value.
    random.nextLong();
    Operation operation = Values.pick(door.document().operations(), random);
    int choice = random.nextInt(10);
    if (choice == 0) {
      return draft.right(operation, random);
    }
    Shot shot = choice < 5 ? draft.nearlyRight(operation, random) : draft.right(operation, random);
    if (choice > 3) {
      shot = Values.pick(Values.pick(tricks, random), random).on(shot, random);
    }
    // What is framed by hand fits its own body alone.
    if (choice == 9 && shot.framing() != Shot.Framing.OWN) {
      shot = Values.pick(Values.pick(tricks, random), random).on(shot, random);
    }

    return random.nextInt(12) == 0 ? WireTricks.sentOtherwise(shot, random) : shot;
  }

  private Optional<Fault> trial(Shot shot, boolean isCounted) {
    long begin = System.nanoTime();
    Outcome outcome;
    try {
      outcome = wire.send(shot);
    } catch (IOException e) {
      return Optional.of(new Fault(Kind.DEAD, "takes no connection: " + e.getMessage()));
    }
    if (isCounted) {
      slowestNanos = Math.max(slowestNanos, System.nanoTime() - begin);
      byStatus.merge(
          outcome.answers().isEmpty() ? 0 : outcome.answers().get(0).status(), 1, Integer::sum);
    }

    return oracle.judge(shot, outcome);
  }

  private void add(int number, Fault fault, Shot shot) {
    seen.merge(fault.kind(), 1, Integer::sum);
    // One of each: what differs only in its values is the same.
    String place = fault.kind() + fault.seen().replaceAll("[0-9]+|'[^']*'|\"[^\"]*\"", "#");
    if (known.add(place.substring(0, Math.min(90, place.length())))) {
      Shot smallest = new Shrinker(each -> trial(each, false)).smallest(shot, fault.kind());
      findings.add(new Finding(number, fault, new Reproduction(door).of(smallest)));
    }
  }

  /** Whether the door is alive, and answers a good request as it should. */
  private void look(int number) {
    Operation good = door.document().require(door.good());
    List<Shot> shots =
        List.of(
            Shot.of("GET", "/health", List.of(), new byte[0]),
            draft.right(good, new Random(number)));
    for (Shot shot : shots) {
      Optional<Fault> fault = wrongAlthoughGood(shot);
      if (fault.isPresent()) {
        add(number, fault.get(), shot);

        return;
      }
    }
  }

  private Optional<Fault> wrongAlthoughGood(Shot shot) {
    try {
      Outcome outcome = wire.send(shot);
      int status = outcome.answers().isEmpty() ? 0 : outcome.answers().get(0).status();

      return status >= 200 && status < 300
          ? oracle.judge(shot, outcome)
          : Optional.of(
              new Fault(
                  Kind.DEAD, "%s %s is answered %d".formatted(shot.method(), shot.path(), status)));
    } catch (IOException e) {
      return Optional.of(new Fault(Kind.DEAD, "takes no connection: " + e.getMessage()));
    }
  }

  private int count(Kind kind) {
    return seen.getOrDefault(kind, 0);
  }
}
