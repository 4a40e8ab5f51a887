package io.freshet.console.alerts;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.freshet.assurance.alert.Alert;
import io.freshet.assurance.alert.Diagnosis;
import io.freshet.assurance.alert.Webhook;
import io.freshet.console.board.Boards;
import io.freshet.core.contract.freshness.Hop;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

class AlertBookTest {
  private static final Instant NOW = Boards.NOW;

  private final AlertBook book = new AlertBook(Optional.empty());

  @Test
  void anAlertLastsUntilItsTableIsBack() {
    book.accept(SampleAlerts.breached("raw.rides", NOW));
    book.accept(SampleAlerts.breached("raw.fares", NOW.plusSeconds(5)));
    book.accept(SampleAlerts.recovered("raw.rides", NOW.plusSeconds(90)));

    AlertFacts facts = book.facts();

    assertThat(facts.open())
        .singleElement()
        .satisfies(fares -> assertThat(fares.alert().table()).contains("raw.fares"));
    assertThat(facts.over())
        .singleElement()
        .satisfies(rides -> assertThat(rides.lasted()).contains(Duration.ofSeconds(90)));
  }

  @Test
  void saysOfOneThatLastsWhatIsKnownByNowAndTellsNobodyAgain() throws IOException {
    Diagnosis now = new Diagnosis(Hop.COMMIT, "its stream is parked");
    HttpServer receiver = HttpServer.create(new InetSocketAddress("localhost", 0), 0);
    AtomicInteger posted = new AtomicInteger();
    receiver.createContext(
        "/",
        exchange -> {
          posted.incrementAndGet();
          exchange.sendResponseHeaders(204, -1);
          exchange.close();
        });
    receiver.start();
    URI address = URI.create("http://localhost:" + receiver.getAddress().getPort());
    try (Webhook webhook = new Webhook(address, Optional.empty())) {
      AlertBook told = new AlertBook(Optional.of(webhook));
      told.accept(SampleAlerts.breached("raw.rides", NOW));
      told.accept(SampleAlerts.renewed("raw.rides", NOW.plusSeconds(20), now));
      told.accept(SampleAlerts.recovered("raw.rides", NOW.plusSeconds(90)));
      Awaitility.await().until(() -> webhook.tally().taken() >= 2);

      Incident over = told.facts().over().get(0);
      assertThat(over.alert().diagnosis()).contains(now);
      assertThat(over.began()).isEqualTo(NOW);
      assertThat(posted).hasValue(2); // in order, so the renewed one would be there
    } finally {
      receiver.stop(0);
    }
  }

  @Test
  void whatIsOfAllTablesEndsNoTablesAlert() {
    book.accept(SampleAlerts.breached("raw.rides", NOW));
    book.accept(SampleAlerts.ofAll(Alert.State.UNMEASURED, NOW));
    book.accept(SampleAlerts.ofAll(Alert.State.MEASURED, NOW.plusSeconds(30)));

    assertThat(book.facts().open())
        .extracting(incident -> incident.alert().table())
        .containsExactly(Optional.of("raw.rides"));
    assertThat(book.facts().over()).hasSize(1);
  }

  @Test
  void aTableMayBeLateAndThenUnknownBesides() {
    book.accept(SampleAlerts.breached("raw.rides", NOW));
    book.accept(SampleAlerts.unmeasured("raw.rides", NOW.plusSeconds(60)));
    book.accept(SampleAlerts.recovered("raw.rides", NOW.plusSeconds(90)));

    assertThat(book.facts().open())
        .singleElement()
        .extracting(incident -> incident.alert().state())
        .isEqualTo(Alert.State.UNMEASURED);
    assertThat(book.facts().over()).hasSize(1);
  }

  @Test
  void anEndWithoutABeginningIsNone() {
    book.accept(SampleAlerts.recovered("raw.rides", NOW));

    assertThat(book.facts()).isEqualTo(AlertFacts.none());
  }

  @Test
  void keepsTheNewestHundredThatAreOver() {
    for (int i = 0; i < 130; i++) {
      book.accept(SampleAlerts.breached("raw.rides", NOW.plusSeconds(i)));
      book.accept(SampleAlerts.recovered("raw.rides", NOW.plusSeconds(i + 1)));
    }

    assertThat(book.facts().over()).hasSize(100);
    assertThat(book.facts().over().get(0).began()).isEqualTo(NOW.plusSeconds(129));
  }
}
