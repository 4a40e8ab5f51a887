package io.freshet.ingestion.validator;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.core.contract.Contract;
import io.freshet.core.contract.ContractTexts;
import io.freshet.core.envelope.EventEncoder;
import io.freshet.core.envelope.EventEncoder.Origin;
import io.freshet.core.envelope.EventIds;
import io.freshet.core.envelope.batch.ReceivedTime;
import io.freshet.core.envelope.json.MalformedJsonException;
import io.freshet.core.envelope.raw.RawEvents;
import io.freshet.core.envelope.raw.Verdict;
import io.freshet.core.envelope.registry.InMemorySchemaRegistry;
import io.freshet.ingestion.gateway.admission.Sender;
import io.freshet.ingestion.gateway.cloudevents.CloudEvents;
import io.freshet.ingestion.gateway.cloudevents.CloudEvents.Mode;
import io.freshet.ingestion.gateway.intake.EventIntake;
import io.freshet.ingestion.gateway.intake.IntakeMetrics;
import io.freshet.ingestion.gateway.intake.Outcome;
import io.freshet.ingestion.gateway.intake.Prepared;
import io.freshet.ingestion.gateway.stream.OpenStreams;
import io.freshet.testing.samples.Views;
import io.freshet.testing.servers.Garbage;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.eclipse.jetty.http.HttpFields;
import org.junit.jupiter.api.Test;

/** The same bytes fare the same whether they come by HTTP or by the raw topic. */
class GatewayAgreementTest {
  private static final int DOCUMENTS = 5000;
  private static final String PRODUCER = "app";

  private final InMemorySchemaRegistry registry = new InMemorySchemaRegistry();
  private final Origin origin =
      new Origin("/here", EventIds.of("x"), () -> Instant.ofEpochMilli(Views.RECEIVED));
  private final Contract contract =
      ContractTexts.parse(
          Views.NAME,
          Views.yaml(
              Views.NAME,
              "- {property: takesRawJson, value: true}\n- {property: producers, value: [app]}"));
  private final RawEvents validator =
      new RawEvents(List.of(contract), each -> EventEncoder.of(each, registry, origin));
  private final OpenStreams streams =
      OpenStreams.open(List.of(contract), registry, origin, Map.of(Views.NAME, 4));
  // It sends nothing here, and so needs neither a log nor accounts.
  private final EventIntake gateway =
      new EventIntake(
          null, null, Duration.ofSeconds(1), new IntakeMetrics(new SimpleMeterRegistry()));

  private enum Fate {
    TAKEN,
    REFUSED,
    MALFORMED
  }

  /** What one of the two said. */
  private record Word(Fate fate, String detail) {}

  @Test
  void everyDocumentFaresTheSame() {
    Random random = new Random(20260921);
    Map<Fate, Integer> fates = new EnumMap<>(Fate.class);
    for (int i = 0; i < DOCUMENTS; i++) {
      byte[] document = document(random);

      Word word = ofValidator(document);

      assertThat(word)
          .as("%s", Base64.getEncoder().encodeToString(document))
          .isEqualTo(ofGateway(document));
      fates.merge(word.fate(), 1, Integer::sum);
    }

    assertThat(fates.values())
        .hasSize(Fate.values().length)
        .allMatch(count -> count > DOCUMENTS / 20);
  }

  private static byte[] document(Random random) {
    List<String> members = new ArrayList<>();
    members.add("\"city\": " + pick(random, "\"oslo\"", "\"bergen\"", "\"oslo\"", "\"\"", "1"));
    members.add("\"visitor\": " + pick(random, "1", "2", "3", "9007199254740993", "1.5", "\"1\""));
    members.add(
        "\"event_time\": "
            + pick(
                random,
                "\"2026-09-21T14:13:20Z\"",
                "\"2026-09-21T16:00:00+02:00\"",
                "\"2030-01-01T00:00:00Z\"",
                "17"));
    if (random.nextBoolean()) {
      members.add("\"note\": " + pick(random, "\"é\"", "null", "[]", "\"\\u0000\""));
    }
    if (random.nextInt(10) == 0) {
      members.add("\"notes\": 1");
    }
    String event =
        Views.event(
            pick(random, "a", "b", "b", ""),
            pick(random, "views", "views", "views", "views", "view"),
            "{" + String.join(", ", members) + "}");
    byte[] bytes = event.getBytes(UTF_8);

    return random.nextInt(4) == 0 ? Garbage.mutated(bytes, random) : bytes;
  }

  private static String pick(Random random, String... of) {
    return of[random.nextInt(of.length)];
  }

  private Word ofValidator(byte[] document) {
    Verdict verdict =
        validator.judge(Views.raw(document, Map.of("content-type", Views.STRUCTURED)));
    if (verdict instanceof Verdict.Fits fits) {
      return new Word(Fate.TAKEN, print(fits.event()));
    }
    Verdict.Refused refused = (Verdict.Refused) verdict;

    return switch (refused.refusal().cause()) {
      case "malformed_json" -> new Word(Fate.MALFORMED, refused.refusal().detail());
      // An empty body is malformed to HTTP; to Kafka it is no value.
      case "missing_payload" -> new Word(Fate.MALFORMED, "");
      case "unknown_contract" -> new Word(Fate.REFUSED, "unknown_contract");
      default ->
          new Word(
              Fate.REFUSED,
              refused.refusal().cause() + refused.refusal().detail() + refused.refusal().errors());
    };
  }

  private Word ofGateway(byte[] document) {
    try {
      Prepared prepared =
          gateway
              .prepare(
                  streams,
                  Sender.of(PRODUCER),
                  CloudEvents.read(Mode.STRUCTURED, HttpFields.EMPTY, document, 1))
              .get(0);
      if (prepared instanceof Prepared.Ready ready) {
        return new Word(Fate.TAKEN, print(ready.event()));
      }
      Outcome.Refused refused = (Outcome.Refused) ((Prepared.Settled) prepared).outcome();
      String cause = refused.refusal().cause();

      return new Word(
          Fate.REFUSED,
          cause.equals("unknown_contract")
              ? cause
              : cause + refused.refusal().detail() + refused.refusal().errors());
    } catch (MalformedJsonException e) {
      return new Word(Fate.MALFORMED, document.length == 0 ? "" : e.getMessage());
    }
  }

  /** All of a record but the time at which the raw topic had it. */
  private static String print(ProducerRecord<byte[], byte[]> event) {
    StringBuilder text =
        new StringBuilder("%s %d ".formatted(event.topic(), event.partition()))
            .append(Base64.getEncoder().encodeToString(event.key()))
            .append(' ')
            .append(Base64.getEncoder().encodeToString(event.value()));
    for (Header header : event.headers()) {
      if (!header.key().equals(ReceivedTime.HEADER)) {
        text.append(' ').append(header.key()).append('=').append(new String(header.value(), UTF_8));
      }
    }

    return text.toString();
  }
}
