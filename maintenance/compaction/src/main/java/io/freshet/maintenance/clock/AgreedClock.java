package io.freshet.maintenance.clock;

import io.freshet.core.lake.LakeSettings;
import io.freshet.core.toolkit.HttpClock;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * This machine's clock with the catalog's and the object store's for witnesses: on one machine they
 * are one clock, but nobody else has one that goes on where a stream has ended.
 */
public final class AgreedClock implements RoundClock {
  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final Logger log = LoggerFactory.getLogger(AgreedClock.class);

  private final InstantSource own;
  private final List<HttpClock> others;

  AgreedClock(InstantSource own, List<HttpClock> others) {
    this.own = own;
    this.others = List.copyOf(others);
  }

  /** Whatever they answer will do, so that they are asked for what lets nobody in. */
  public static AgreedClock of(LakeSettings lake) {
    String catalog = URI.create(lake.uri()).resolve("/health").toString();

    return new AgreedClock(
        InstantSource.system(),
        List.of(new HttpClock(catalog, PATIENCE), new HttpClock(lake.store().address(), PATIENCE)));
  }

  @Override
  public Now read() {
    Instant now = own.instant();
    Map<String, Instant> told = new TreeMap<>();
    others.forEach(other -> ask(other).ifPresent(time -> told.put(other.address(), time)));

    return Now.agreed(now, told);
  }

  private static Optional<Instant> ask(HttpClock other) {
    try {
      return other.ask();
    } catch (IOException e) {
      log.warn("No time told address={} cause={}", other.address(), e.toString());

      return Optional.empty();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();

      return Optional.empty();
    }
  }
}
