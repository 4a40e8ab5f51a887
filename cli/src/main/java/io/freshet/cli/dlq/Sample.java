package io.freshet.cli.dlq;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.freshet.core.contract.Classification;
import io.freshet.core.contract.Contract;
import io.freshet.core.envelope.PayloadExcerpt;
import io.freshet.ingestion.deadletters.DeadLetter;
import java.io.PrintWriter;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.common.header.Header;

/**
 * One dead letter as somebody looks at it. What its contract keeps back from people who have no
 * need of it is masked, and so are bytes and whatever no contract knows.
 *
 * @param contract empty when there is no such contract any more
 * @param redriven whether it was sent again
 * @param obstacle why today's contract would refuse it again
 * @param sight whether masks are off
 */
record Sample(
    DeadLetter letter,
    Optional<Contract> contract,
    boolean redriven,
    Optional<String> obstacle,
    PayloadExcerpt excerpt,
    Sight sight) {
  private static final String MASKED = "(masked)";

  /** Attributes that tell nothing about a person. */
  private static final Set<String> OPEN_HEADERS =
      Set.of(
          "ce_specversion",
          "ce_type",
          "ce_time",
          "ce_dataschema",
          "content-type",
          "traceparent",
          "freshet_origin");

  /** How much of a dead letter is shown. */
  enum Sight {
    MASKED,
    RAW
  }

  void print(PrintWriter out) {
    out.printf(
        "%s  %s  %s  %s%n",
        letter.receivedAt(), letter.contract(), letter.cause(), letter.origin());
    out.printf("  why       %s%n", letter.detail());
    out.printf("  today     %s%n", today());
    letter
        .refused()
        .headers()
        .forEach(header -> out.printf("  header    %s %s%n", header.key(), value(header)));
    out.printf("  key       %s%n", bytes(letter.refused().key()));
    out.printf("  payload   %s%n", bytes(letter.refused().value()));
    excerpt.columns().forEach(column -> out.printf("    %-22s %s%n", column.name(), value(column)));
    excerpt.problem().ifPresent(problem -> out.printf("    ends here: %s%n", problem));
    out.println();
  }

  private String today() {
    if (redriven) {
      return "it was sent again";
    }

    return obstacle.map(why -> "still refused, " + why).orElse("it would be taken");
  }

  ObjectNode json() {
    ObjectNode node =
        JsonNodeFactory.instance
            .objectNode()
            .put("contract", letter.contract())
            .put("cause", letter.cause())
            .put("detail", letter.detail())
            .put("received_at", letter.receivedAt().toString())
            .put("origin", letter.origin())
            .put("partition", letter.refused().partition())
            .put("offset", letter.refused().offset())
            .put("redriven", redriven)
            .put("still_refused", obstacle.orElse(null));
    ArrayNode headers = node.putArray("headers");
    letter
        .refused()
        .headers()
        .forEach(
            header -> headers.addObject().put("name", header.key()).put("value", value(header)));
    node.put("record_key", bytes(letter.refused().key()))
        .put("payload", bytes(letter.refused().value()));
    ArrayNode columns = node.putArray("columns");
    excerpt
        .columns()
        .forEach(
            column -> columns.addObject().put("name", column.name()).put("value", value(column)));

    return node.put("ends_at", excerpt.problem().orElse(null));
  }

  private String value(Header header) {
    if (header.value() == null) {
      return "none";
    }

    return sight == Sight.RAW || OPEN_HEADERS.contains(header.key())
        ? readable(header.value())
        : MASKED;
  }

  private String value(PayloadExcerpt.Column column) {
    return sight == Sight.RAW || isOpen(column.name()) ? column.text() : MASKED;
  }

  private boolean isOpen(String column) {
    Set<Classification> open = EnumSet.of(Classification.PUBLIC, Classification.INTERNAL);

    return contract
        .flatMap(known -> known.schema().field(column))
        .filter(field -> open.containsAll(field.classifications()))
        .isPresent();
  }

  private String bytes(byte[] bytes) {
    if (bytes == null) {
      return "none";
    }

    return sight == Sight.RAW ? readable(bytes) : "%d bytes %s".formatted(bytes.length, MASKED);
  }

  /** As UTF-8 where every character can be shown; else in hexadecimal. */
  private static String readable(byte[] bytes) {
    try {
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
      if (text.codePoints().noneMatch(Character::isISOControl)) {
        return text;
      }
    } catch (CharacterCodingException notText) {
      // Then it is shown as what it is.
    }

    return "0x" + HexFormat.of().formatHex(bytes);
  }
}
