package io.freshet.ingestion.gateway.http;

import com.fasterxml.jackson.core.JsonGenerator;
import io.freshet.core.envelope.RefusalCause;
import io.freshet.core.envelope.TestMark;
import io.freshet.core.envelope.json.MalformedJsonException;
import io.freshet.core.envelope.offer.Refusal;
import io.freshet.ingestion.gateway.admission.RateLimits;
import io.freshet.ingestion.gateway.cloudevents.TestHeader;
import io.freshet.ingestion.gateway.intake.EventIntake;
import io.freshet.ingestion.gateway.intake.Outcome;
import io.freshet.ingestion.gateway.intake.Prepared;
import io.freshet.ingestion.gateway.intake.RefusalStatus;
import io.freshet.ingestion.gateway.refusal.Claim;
import io.freshet.ingestion.gateway.refusal.Refusals;
import io.freshet.ingestion.gateway.restproxy.EmbeddedFormat;
import io.freshet.ingestion.gateway.restproxy.ProduceRecords;
import io.freshet.ingestion.gateway.restproxy.RestProxyError;
import io.freshet.ingestion.gateway.restproxy.RestProxyException;
import io.freshet.ingestion.gateway.stream.OpenStream;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.apache.avro.Schema;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;

/**
 * {@code POST /topics/{contract}}: the produce call of the Confluent REST Proxy, version 2. As
 * there, a request in which one record does not fit is refused as a whole.
 */
final class TopicsDoor implements Door {
  static final String PATH = "/topics/";

  private static final String SOURCE = "/event-gateway/";
  // What clients know as worth a retry, and as not.
  private static final int RETRIABLE = 2;
  private static final int FINAL = 1;

  private final EventIntake intake;
  private final Refusals refusals;
  private final ProduceRecords records;
  private final RateLimits limits;
  private final int maxRecords;

  TopicsDoor(
      EventIntake intake,
      Refusals refusals,
      ProduceRecords records,
      RateLimits limits,
      int maxRecords) {
    this.intake = intake;
    this.refusals = refusals;
    this.records = records;
    this.limits = limits;
    this.maxRecords = maxRecords;
  }

  @Override
  public String name() {
    return "topics";
  }

  @Override
  public Reply refuse(Problem problem) {
    return RestReplies.refuse(problem);
  }

  @Override
  public CompletableFuture<Reply> take(Visit visit) {
    try {
      return produce(visit, contract(visit.path()));
    } catch (MalformedJsonException e) {
      keep(visit, new Refusal(RefusalCause.MALFORMED_JSON.code(), e.getMessage(), List.of()));
      throw e;
    } catch (RestProxyException e) {
      RestRefusals.of(e)
          .ifPresent(
              refusal ->
                  refusals.keep(
                      visit.sender(), visit.body(), claim(visit), refusal, e.error().status()));

      return CompletableFuture.completedFuture(RestReplies.error(e.error(), e.getMessage()));
    }
  }

  /** As a whole, as it is refused: what fits in it is not taken either. */
  private void keep(Visit visit, Refusal refusal) {
    refusals.keep(visit.sender(), visit.body(), claim(visit), refusal);
  }

  private static Claim claim(Visit visit) {
    Claim claim = Claim.of(visit.path().substring(PATH.length()).split("/", 2)[0]);
    boolean isTest = TestHeader.attributes(visit.headers()).map(TestMark::isIn).orElse(false);

    return isTest ? claim.test() : claim;
  }

  private static String contract(String path) {
    String contract = path.substring(PATH.length());
    if (contract.contains("/")) {
      throw new RestProxyException(
          RestProxyError.INVALID_REQUEST,
          "The contract chooses the partition by the event's keys; send to /topics/{contract}");
    }

    return contract;
  }

  private CompletableFuture<Reply> produce(Visit visit, String contract) {
    String producer = visit.producer();
    EmbeddedFormat format =
        EmbeddedFormat.of(visit.headers().get(HttpHeader.CONTENT_TYPE))
            .orElseThrow(
                () ->
                    new RestProxyException(
                        RestProxyError.MEDIA_TYPE, "Send " + EmbeddedFormat.KNOWN));
    OpenStream stream =
        visit
            .served()
            .streams()
            .find(contract)
            .orElseThrow(
                () ->
                    new RestProxyException(
                        RestProxyError.NO_TOPIC,
                        "No contract %s takes events over HTTP".formatted(contract)));
    ProduceRecords.Common common =
        new ProduceRecords.Common(SOURCE + producer, attributes(visit.headers()));
    ProduceRecords.Read read = records.read(format, stream, common, visit.body(), maxRecords);
    limits.count(producer, Math.max(0, read.offers().size() - 1));
    List<Prepared> prepared =
        intake.prepareAllOrNone(visit.served().streams(), visit.sender(), read.offers());
    Optional<Reply> refused = refusal(prepared);
    if (refused.isPresent()) {
      intake.abandon(producer, prepared);
      keep(visit, prepared.stream().map(TopicsDoor::outcome).flatMap(Optional::stream).toList());

      return CompletableFuture.completedFuture(refused.get());
    }

    return TracedSend.of(intake, visit, prepared)
        .thenApply(
            outcomes -> {
              keep(visit, outcomes);

              return answer(outcomes, schemaId(stream, read.schema())).endingOn(stream.endOfLife());
            });
  }

  private void keep(Visit visit, List<Outcome> outcomes) {
    for (Outcome outcome : outcomes) {
      if (outcome instanceof Outcome.Refused refused) {
        keep(visit, refused.refusal());
      }
    }
  }

  private static Optional<Outcome> outcome(Prepared prepared) {
    return prepared instanceof Prepared.Settled settled
        ? Optional.of(settled.outcome())
        : Optional.empty();
  }

  /** What marks a test: records of this protocol have no attributes. */
  private static Map<String, String> attributes(HttpFields headers) {
    return TestHeader.attributes(headers)
        .orElseThrow(
            () ->
                new RestProxyException(
                    RestProxyError.INVALID_REQUEST,
                    "The header %s is neither true nor false; true marks all records as tests"
                        .formatted(TestHeader.NAME)));
  }

  /** The first record that does not fit; then none is sent. */
  private Optional<Reply> refusal(List<Prepared> prepared) {
    for (int i = 0; i < prepared.size(); i++) {
      if (prepared.get(i) instanceof Prepared.Settled settled) {
        return Optional.of(
            settled.outcome() instanceof Outcome.Refused refused
                ? refuse(problem(i, refused.refusal()))
                : RestReplies.error(
                    RestProxyError.NO_SCHEMA_FROM_REGISTRY,
                    ((Outcome.Unavailable) settled.outcome()).detail()));
      }
    }

    return Optional.empty();
  }

  private static Problem problem(int index, Refusal refusal) {
    return Problem.of(
        RefusalStatus.of(refusal),
        refusal.cause(),
        "Record %d: %s".formatted(index, refusal.detail()));
  }

  /**
   * Where the request's schema can be named by an id, so that the next one need not bring it; of a
   * schema other than the contract's the registry is not told.
   */
  private static Optional<Integer> schemaId(OpenStream stream, Optional<Schema> given) {
    return given.isEmpty() || given.get().equals(stream.schema())
        ? Optional.of(stream.schemaId())
        : Optional.empty();
  }

  private static Reply answer(List<Outcome> outcomes, Optional<Integer> schemaId) {
    if (outcomes.stream().allMatch(Outcome.Unavailable.class::isInstance)) {
      return RestReplies.error(
              RestProxyError.KAFKA_AWAY, ((Outcome.Unavailable) outcomes.get(0)).detail())
          .retryAfter(Optional.of(GatewayHandler.RETRY_AFTER));
    }

    return Reply.of(
        200,
        RestReplies.MEDIA_TYPE,
        json -> {
          json.writeArrayFieldStart("offsets");
          for (Outcome outcome : outcomes) {
            describe(json, outcome);
          }
          json.writeEndArray();
          json.writeNullField("key_schema_id");
          json.writePOJOField("value_schema_id", schemaId.orElse(null));
        });
  }

  private static void describe(JsonGenerator json, Outcome outcome) throws IOException {
    json.writeStartObject();
    if (outcome instanceof Outcome.Stored stored) {
      json.writeNumberField("partition", stored.position().partition());
      json.writeNumberField("offset", stored.position().offset());
    } else {
      json.writeNullField("partition");
      json.writeNullField("offset");
    }
    if (outcome instanceof Outcome.Unavailable unavailable) {
      describe(json, RETRIABLE, unavailable.detail());
    } else if (outcome instanceof Outcome.Refused refused) {
      describe(json, FINAL, refused.refusal().detail());
    } else {
      json.writeNullField("error_code");
      json.writeNullField("error");
    }
    json.writeEndObject();
  }

  private static void describe(JsonGenerator json, int code, String error) throws IOException {
    json.writeNumberField("error_code", code);
    json.writeStringField("error", error);
  }
}
