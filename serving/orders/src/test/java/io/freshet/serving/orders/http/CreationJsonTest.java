package io.freshet.serving.orders.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.freshet.serving.orders.OrderTexts;
import io.freshet.serving.orders.rules.Actor;
import io.freshet.serving.orders.rules.ActorKind;
import io.freshet.serving.orders.rules.Parties;
import io.freshet.serving.orders.store.Creation;
import io.freshet.serving.orders.store.Money;
import io.freshet.serving.orders.store.OrderFacts;
import io.freshet.serving.orders.store.Place;
import java.math.BigDecimal;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CreationJsonTest {
  private static final String BODY = OrderTexts.order("boston");

  @Test
  void readsAnOrder() {
    Creation creation = read(BODY);

    assertThat(creation.facts())
        .isEqualTo(
            new OrderFacts(
                "boston",
                new Parties(100, 200),
                new Place(new BigDecimal("37.774900"), new BigDecimal("-122.419416")),
                new Place(new BigDecimal("37.780000"), new BigDecimal("-122.400000")),
                new Money(2350, "USD")));
    assertThat(creation.by().actor()).isEqualTo(new Actor(ActorKind.CUSTOMER, "100"));
    assertThat(creation.eventTime()).isEmpty();
  }

  @Test
  void readsATimeAsPreciselyAsItIsKept() {
    Creation creation = read(with("event_time", "\"2026-03-01T20:30:00.1234567+02:00\""));

    assertThat(creation.eventTime()).contains(Instant.parse("2026-03-01T18:30:00.123456Z"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "market | 7 | is 7; a market's name such as san_francisco is wanted",
        "market | \"San Francisco\" | is \"San Francisco\"; a market's name such as san_francisco is"
            + " wanted",
        "market | null | is missing; a market's name such as san_francisco is wanted",
        "customer_id | \"100\" | is \"100\"; a whole number of at least 1 is wanted",
        "customer_id | 0 | is 0; a whole number of at least 1 is wanted",
        "customer_id | 1.5 | is 1.5; a whole number of at least 1 is wanted",
        "customer_id | 9223372036854775808 | is 9223372036854775808; a whole number of at least 1 is"
            + " wanted",
        "pickup_latitude | 90.5 | is 90.5; a number from -90 to 90 with at most 6 digits behind the"
            + " point is wanted",
        "pickup_latitude | 1e999999999 | is 1E+999999999; a number from -90 to 90 with at most 6"
            + " digits behind the point is wanted",
        "pickup_latitude | 1e-999999999 | is 1E-999999999; a number from -90 to 90 with at most 6"
            + " digits behind the point is wanted",
        "dropoff_longitude | 0.0000001 | is 1E-7; a number from -180 to 180 with at most 6 digits"
            + " behind the point is wanted",
        "subtotal_minor | -1 | is -1; a whole number of at least 0 is wanted",
        "currency | \"usd\" | is \"usd\"; a currency's ISO 4217 code such as USD is wanted",
        "event_time | \"yesterday\" | is \"yesterday\"; a time such as 2026-03-01T18:30:00Z is"
            + " wanted",
        "note | \"a\\u0000b\" | is \"a\\u0000b\"; a text of 1 to 500 characters is wanted",
        "actor | [] | is no object",
        "marked | 1 | is not known here; did you mean market?"
      })
  void saysWhatIsWrongWhereAndWhatWouldBeRight(String name, String value, String detail) {
    RefusedRequestException refused = refused(with(name, value));

    assertThat(refused.problem().status()).isEqualTo(422);
    assertThat(refused.problem().errors()).contains(new FieldProblem("/" + name, detail));
  }

  @Test
  void tellsOfAllThatIsWrongAtOnce() {
    RefusedRequestException refused =
        refused(
            "{\"actor\": {\"kind\": \"costumer\", \"id\": \"\", \"name\": \"x\"}, \"extra\": 1}");

    assertThat(refused.problem().errors())
        .extracting(FieldProblem::pointer)
        .contains("/market", "/customer_id", "/actor/kind", "/actor/id", "/actor/name", "/extra");
    assertThat(refused.problem().errors())
        .contains(new FieldProblem("/actor/kind", "is \"costumer\"; did you mean customer?"));
  }

  @Test
  void refusesWhatIsNoObject() {
    assertThat(refused("[1]").problem().errors())
        .contains(new FieldProblem("", "is no JSON object"));
  }

  @Test
  void saysWhereATextStopsBeingJson() {
    RefusedRequestException refused = refused("{\n \"market\" \"x\"}");

    assertThat(refused.problem().status()).isEqualTo(400);
    assertThat(refused.problem().detail()).startsWith("The body is no JSON; line 2, column ");
  }

  @Test
  void refusesAMemberThatIsThereTwiceAndWhatComesBehindTheBody() {
    assertThat(refused("{\"market\": \"a\", \"market\": \"b\"}").problem().status()).isEqualTo(400);
    assertThat(refused(BODY + "{}").problem().status()).isEqualTo(400);
    assertThat(refused("").problem().status()).isEqualTo(400);
  }

  @Test
  void knowsARequestAgainHoweverItIsWritten() {
    String other =
        BODY.replace("\"market\": \"boston\", ", "")
            .replace("\"currency\"", "\"market\":\"boston\",   \"note\": null, \"currency\"");

    assertThat(read(other).request()).isEqualTo(read(BODY).request());
    assertThat(read(BODY.replace("2350", "2351")).request()).isNotEqualTo(read(BODY).request());
  }

  private static String with(String name, String value) {
    String rest = BODY.replaceFirst("\"%s\": [^,{\n]+,".formatted(name), "");
    String without = name.equals("actor") ? rest.replaceFirst(",\\s*\"actor\".*", "}") : rest;

    return without.replaceFirst(
        "\\{", "{\"%s\": %s, ".formatted(name, value).replace("\\", "\\\\"));
  }

  private static Creation read(String body) {
    return CreationJson.read(JsonBody.tree(body.getBytes(UTF_8)), "key");
  }

  private static RefusedRequestException refused(String body) {
    return catchThrowableOfType(RefusedRequestException.class, () -> read(body));
  }
}
