package io.freshet.testing.e2e;

import io.freshet.core.contract.Contract;
import io.freshet.core.envelope.EventEncoder;
import io.freshet.core.envelope.PayloadBuilder;
import io.freshet.core.envelope.SchemaRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.apache.avro.generic.GenericRecord;

/**
 * Dashers of the markets of {@link OrderService}, who drive to and fro between the restaurant and
 * the customer of its orders, each from somewhere else on, and tell twice a second where they are.
 */
final class DrivingDashers implements AutoCloseable {
  private static final Place RESTAURANT = new Place(37.7749, -122.419416);
  private static final Place CUSTOMER = new Place(37.78, -122.4);

  /** One way, 1.8 km: at 7 m/s. */
  private static final Duration WAY = Duration.ofSeconds(260);

  /** By which a dasher is ahead of the one before. */
  private static final Duration APART = Duration.ofSeconds(37);

  private final List<Long> dashers;
  private final EventEncoder encoder;
  private final PayloadBuilder builder;
  private final RawProducer producer;
  private final Instant begin = Instant.now();
  private final ScheduledExecutorService pinging = Executors.newSingleThreadScheduledExecutor();

  private record Place(double latitude, double longitude) {
    Place towards(Place other, double part) {
      return new Place(
          latitude + part * (other.latitude - latitude),
          longitude + part * (other.longitude - longitude));
    }
  }

  /**
   * @param dashers of each market, by their ids
   * @param pings the contract of what they tell
   */
  DrivingDashers(
      List<Long> dashers, Contract pings, SchemaRegistry registry, RawProducer producer) {
    this.dashers = List.copyOf(dashers);
    this.encoder = EventEncoder.of(pings, registry, EventEncoder.Origin.of("/test"));
    this.builder = new PayloadBuilder(pings);
    this.producer = producer;
  }

  void start() {
    ScheduledFuture<?> unused =
        pinging.scheduleAtFixedRate(this::ping, 0, 500, TimeUnit.MILLISECONDS);
  }

  private void ping() {
    for (int market = 0; market < OrderService.MARKETS; market++) {
      for (long dasher : dashers) {
        producer.send(encoder.encode(ping("m" + market, dasher, Instant.now())));
      }
    }
  }

  private GenericRecord ping(String market, long dasher, Instant time) {
    Place place = at(Duration.between(begin, time).plus(APART.multipliedBy(dasher)));

    return builder
        .set("market", market)
        .set("dasher_id", dasher)
        .set("latitude", place.latitude())
        .set("longitude", place.longitude())
        .set("event_time", time)
        .build();
  }

  private static Place at(Duration driven) {
    double ways = driven.toNanos() / (double) WAY.toNanos() % 2;

    return RESTAURANT.towards(CUSTOMER, ways < 1 ? ways : 2 - ways);
  }

  @Override
  public void close() {
    pinging.shutdownNow();
  }
}
