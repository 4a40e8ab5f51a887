package io.freshet.orchestration.relay;

import io.freshet.core.contract.Contract;
import io.freshet.core.envelope.Decoded;
import io.freshet.core.envelope.EventFields;
import io.freshet.core.envelope.stream.EventConsumer;
import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.apache.avro.generic.GenericRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads every announced commit from the beginning of the log, and from then on announces days as
 * their last commit comes in. Keeps nothing: a new process knows as much as the old one did.
 */
final class Relay {
  private static final Duration POLL = Duration.ofMillis(500);
  private static final long PAUSE_NANOS = TimeUnit.SECONDS.toNanos(5);
  private static final Logger log = LoggerFactory.getLogger(Relay.class);

  private final EventConsumer events;
  private final Contract zonesContract;
  private final RelaySettings settings;
  private final Announcer announcer;
  private final Watermarks watermarks = new Watermarks();
  private final Zones zones = new Zones();
  private boolean caughtUp;

  Relay(EventConsumer events, Contract zonesContract, RelaySettings settings, Announcer announcer) {
    this.events = events;
    this.zonesContract = zonesContract;
    this.settings = settings;
    this.announcer = announcer;
  }

  /** Ends with the process only, or with what the caller must mend; what is away is waited for. */
  void run(Health health) {
    while (true) {
      try {
        step(health);
      } catch (FreshetException e) {
        if (e.fault() != Fault.DEPENDENCY) {
          throw e;
        }
        log.warn("Relay waits cause={}", e.getMessage());
        LockSupport.parkNanos(PAUSE_NANOS);
      }
    }
  }

  private void step(Health health) {
    events.poll(POLL).forEach(received -> take(received.decoded()));
    if (!caughtUp) {
      caughtUp = events.isAtEnd();
      if (!caughtUp) {
        return; // a time zone that is still to come could end a day later
      }
      health.ready();
    }
    announcer.announce(watermarks, zones.days());
  }

  private void take(Decoded decoded) {
    if (decoded instanceof Decoded.Refused refused) {
      log.warn("Event ignored cause={} detail={}", refused.cause().code(), refused.detail());
    } else if (decoded instanceof Decoded.Event event) {
      take(event);
    }
  }

  private void take(Decoded.Event event) {
    GenericRecord payload = event.payload();
    if (event.envelope().type().equals(zonesContract.name())) {
      zones.put(
          EventFields.text(payload, zonesContract.schema().keys().partitionKey()),
          EventFields.instant(payload, zonesContract.schema().keys().eventTime()),
          EventFields.text(payload, settings.zoneColumn()));
    } else if (EventFields.has(payload, "watermark")) {
      watermarks.put(EventFields.text(payload, "table"), EventFields.instant(payload, "watermark"));
    }
  }
}
