package io.freshet.ingestion.gateway.refusal;

import com.fasterxml.jackson.core.JsonToken;
import io.freshet.core.contract.Contract;
import io.freshet.core.contract.Contracts;
import io.freshet.core.envelope.EventEncoder;
import io.freshet.core.envelope.RefusalCause;
import io.freshet.core.envelope.json.JsonText;
import io.freshet.core.envelope.json.MalformedJsonException;
import io.freshet.core.envelope.offer.Offer;
import io.freshet.core.envelope.offer.Refusal;
import io.freshet.core.envelope.stream.KafkaSettings;
import io.freshet.ingestion.gateway.GatewaySettings;
import io.freshet.ingestion.gateway.admission.RateLimits;
import io.freshet.ingestion.gateway.admission.Sender;
import io.freshet.ingestion.gateway.intake.Outcome;
import io.freshet.ingestion.gateway.intake.RefusalStatus;
import io.freshet.ingestion.gateway.stream.KafkaLog;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps what doors refuse on the stream of the platform's contract {@code refused_events}, tests
 * excepted. Whatever becomes of that, the answer to the sender neither waits for it nor changes.
 * Thread-safe.
 */
public final class Refusals implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Refusals.class);

  private final Optional<RefusalKeeper> keeper;
  private final Runnable closing;
  private final AtomicBoolean hasFailed = new AtomicBoolean();

  private Refusals(Optional<RefusalKeeper> keeper, Runnable closing) {
    this.keeper = keeper;
    this.closing = closing;
  }

  /** Where nothing is kept. */
  public static Refusals none() {
    return new Refusals(Optional.empty(), () -> {});
  }

  static Refusals of(RefusalKeeper keeper) {
    return new Refusals(Optional.of(keeper), () -> {});
  }

  /** The contract by which they are kept; empty where nothing is. */
  public static Optional<Contract> contract(Contracts contracts, GatewaySettings.Refused bounds) {
    return contracts.all().stream()
        .filter(contract -> contract.name().equals(Contracts.REFUSED_EVENTS))
        .filter(contract -> bounds.maxPerSecond() > 0)
        .findAny();
  }

  /**
   * Opens a way to Kafka that takes no room from events.
   *
   * @param contract {@code refused_events}
   * @param encoder of it
   * @param within for Kafka
   * @throws io.freshet.core.toolkit.FreshetException {@code DEPENDENCY} when Kafka is away
   */
  public static Refusals open(
      Contract contract,
      EventEncoder encoder,
      KafkaSettings kafka,
      GatewaySettings.Refused bounds,
      Duration within,
      MeterRegistry metrics) {
    KafkaLog log = KafkaLog.openAside(kafka, contract.requireStream().maxMessageBytes());
    try {
      log.warmUp(List.of(contract.name()), within);
    } catch (RuntimeException e) {
      log.close();
      throw e;
    }
    RefusalKeeper keeper =
        new RefusalKeeper(
            new RefusalForm(encoder, InstantSource.system(), bounds.maxBodyBytes()),
            log,
            new RateLimits(bounds.maxPerSecond(), System::nanoTime),
            metrics);

    return new Refusals(Optional.of(keeper), log::close);
  }

  /**
   * Keeps those events of a request that were refused.
   *
   * @param body of the request; where it holds several events, they are a JSON array
   * @param outcomes of the offers, in their order
   */
  public void keep(Sender sender, byte[] body, List<Offer> offers, List<Outcome> outcomes) {
    if (keeper.isEmpty() || outcomes.stream().noneMatch(Outcome.Refused.class::isInstance)) {
      return;
    }
    safely(
        () -> {
          List<JsonText> parts = List.of();
          for (int i = 0; i < outcomes.size(); i++) {
            Claim claim = Claim.of(offers.get(i));
            if (outcomes.get(i) instanceof Outcome.Refused refused && isToBeKept(sender, claim)) {
              if (parts.isEmpty()) {
                parts = parts(body, offers.size());
              }
              keep(sender, claim, refused.refusal(), refused.status(), parts.get(i));
            }
          }
        });
  }

  /** Keeps a request that was refused as a whole. */
  public void keep(Sender sender, byte[] body, Claim claim, Refusal refusal) {
    keep(sender, body, claim, refusal, RefusalStatus.of(refusal));
  }

  /**
   * As {@link #keep(Sender, byte[], Claim, Refusal)}, answered by another status than is usual for
   * the cause.
   */
  public void keep(Sender sender, byte[] body, Claim claim, Refusal refusal, int status) {
    if (keeper.isPresent()) {
      safely(
          () -> {
            if (isToBeKept(sender, claim)) {
              keep(sender, claim, refusal, status, JsonText.of(body));
            }
          });
    }
  }

  /**
   * Keeps a request of which nothing is taken because something in it is no JSON.
   *
   * @param offers what could be read of it
   * @param isTest whether it is marked as a test as a whole
   */
  public void keep(
      Sender sender,
      byte[] body,
      List<Offer> offers,
      boolean isTest,
      MalformedJsonException malformed) {
    boolean areTests =
        isTest
            || (!offers.isEmpty() && offers.stream().allMatch(offer -> Claim.of(offer).isTest()));
    Claim claim = offers.size() == 1 ? Claim.of(offers.get(0)) : Claim.nothing();
    keep(
        sender,
        body,
        areTests ? claim.test() : claim,
        new Refusal(RefusalCause.MALFORMED_JSON.code(), malformed.getMessage(), List.of()));
  }

  private boolean isToBeKept(Sender sender, Claim claim) {
    return !claim.isTest() && keeper.orElseThrow().admits(sender.producer());
  }

  private void keep(Sender sender, Claim claim, Refusal refusal, int status, JsonText body) {
    keeper.orElseThrow().keep(new RefusedEvent(sender, claim, refusal, status, body));
  }

  /** The events as they stand in the body. */
  private static List<JsonText> parts(byte[] body, int events) {
    JsonText whole = JsonText.of(body);
    if (events == 1) {
      return List.of(whole);
    }

    return whole.read(
        parser -> {
          List<JsonText> parts = new ArrayList<>(events);
          while (parser.nextToken() != JsonToken.END_ARRAY) {
            parts.add(whole.part(parser));
          }

          return parts;
        });
  }

  /** The sender's answer is worth more than what is kept of it. */
  private void safely(Runnable keeping) {
    try {
      keeping.run();
    } catch (RuntimeException bug) { // of a side path that must not stop the way it leads off
      if (hasFailed.compareAndSet(false, true)) {
        LOG.error("What is refused can't be kept; this is told once", bug);
      }
    }
  }

  /** Sends what waits, in a bounded time. */
  @Override
  public void close() {
    closing.run();
  }
}
