package io.freshet.ingestion.deadletters.redrive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.freshet.core.contract.Contract;
import io.freshet.core.contract.ContractTexts;
import io.freshet.core.contract.Contracts;
import io.freshet.core.envelope.registry.InMemorySchemaRegistry;
import io.freshet.core.envelope.stream.KafkaSettings;
import io.freshet.core.lake.TableProvisioner;
import io.freshet.core.toolkit.FreshetException;
import io.freshet.ingestion.deadletters.DeadLetter;
import io.freshet.ingestion.deadletters.DeadLetterFilter;
import io.freshet.ingestion.deadletters.RefusedRides;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.apache.iceberg.catalog.Catalog;
import org.junit.jupiter.api.Test;

/**
 * What today's contracts say of one dead letter; sending takes a log, and is shown where one is.
 */
class RedriverTest {
  private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
  private static final Path PROJECT = Path.of("..", "..");

  @Test
  void triesRawJsonThatNoContractTookWithTheContractThatItNames() throws IOException {
    Contract orders = orders("true");

    assertThat(obstacle(unclaimed("order_events", "created"), orders)).isEmpty();
    assertThat(obstacle(unclaimed("order_events", "vanished"), orders))
        .hasValueSatisfying(why -> assertThat(why).startsWith("invalid_value: "));
    assertThat(obstacle(unclaimed("orders", "created"), orders))
        .contains("it names no contract that takes raw JSON");
  }

  @Test
  void givesNoRawJsonToAContractThatTakesNone() throws IOException {
    assertThat(obstacle(unclaimed("order_events", "created"), orders("false")))
        .contains("it names no contract that takes raw JSON");
  }

  @Test
  void knowsDeadLettersOfAStreamWithoutATable() throws IOException {
    Path folder = Path.of("ingestion/sql-apps/applications/mobile-errors/contracts");
    Contract errors = parse("mobile_errors", PROJECT.resolve(folder), "");
    String json =
        """
        {"specversion": "1.0", "id": "1", "source": "/phone", "type": "mobile_errors",
         "data": {"app": "customer", "app_version": "4.12.0", "error": "payment_timeout",
                  "installation_id": "a", "event_time": "%s"}}"""
            .formatted(NOON);

    assertThat(obstacle(raw("mobile_errors", "invalid_value", json), errors)).isEmpty();
  }

  @Test
  void knowsNoWayForWhatIsOfNoContractAndNoRawJson() throws IOException {
    RefusedRides refused = new RefusedRides();
    refused.add("trips", "undecodable", 1, NOON);

    assertThat(obstacle(only(refused), orders("true"))).contains("there is no such contract");
  }

  /** The writer goes by what the table says. */
  @Test
  void beginsNoneWhileTheContractIsNotApplied() throws IOException {
    Catalog catalog = new RefusedRides().catalog();
    String text = Files.readString(PROJECT.resolve("contracts/order_events.yaml"));
    new TableProvisioner(catalog)
        .plan(ContractTexts.parse("order_events", text), Optional.of(text))
        .step()
        .run();
    Contract mended = ContractTexts.parse("order_events", text.replace("1.1.0", "1.2.0"));

    assertThatThrownBy(() -> redriver(catalog, mended).begin("order_events", DeadLetterFilter.ALL))
        .isInstanceOf(FreshetException.class)
        .hasMessage(
            "order_events is 1.2.0 here, and 1.1.0 in its table, which its writer goes by; run:"
                + " freshet contract apply");
  }

  private static Optional<String> obstacle(DeadLetter letter, Contract contract) {
    return redriver(new RefusedRides().catalog(), contract).obstacle(letter);
  }

  private static Redriver redriver(Catalog catalog, Contract contract) {
    return new Redriver(
        catalog,
        Contracts.of(List.of(contract)),
        new KafkaSettings("nowhere:1", 1),
        new InMemorySchemaRegistry(),
        InstantSource.fixed(NOON));
  }

  private static DeadLetter unclaimed(String type, String state) {
    return raw("raw_json", "unknown_contract", RefusedRides.order(type, state, NOON));
  }

  private static DeadLetter raw(String listed, String cause, String json) {
    RefusedRides refused = new RefusedRides();
    refused.addRaw(listed, cause, 1, NOON, json);

    return only(refused);
  }

  private static DeadLetter only(RefusedRides refused) {
    return refused.load().newest(DeadLetterFilter.ALL, 1).get(0);
  }

  private static Contract orders(String takesRawJson) throws IOException {
    return parse(
        "order_events",
        PROJECT.resolve("contracts"),
        "  - {property: takesRawJson, value: %s}\n".formatted(takesRawJson));
  }

  private static Contract parse(String name, Path folder, String more) throws IOException {
    return ContractTexts.parse(name, Files.readString(folder.resolve(name + ".yaml")) + more);
  }
}
