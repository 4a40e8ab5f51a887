package io.freshet.console.http;

import static io.freshet.console.board.Boards.waiting;
import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.console.board.Boards;
import io.freshet.console.reading.Reading;
import java.util.List;
import java.util.Optional;
import org.jsoup.nodes.Document;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What is said of receipts that are not read yet, or can't be read. */
class ReceiptReadingTest {
  private static final String CLOSED = "Cannot read the receipts in /receipts";

  private final OpenConsole console =
      new OpenConsole(new MemorySources().with(Boards.of(waiting("rides", 1))));

  @AfterEach
  void close() {
    console.close();
  }

  @Test
  void aProofThatIsNotReadYetIsNoneThatIsLacking() {
    console.sources().withReceipts(Reading.pending());

    Document home = console.page("/");
    Document table = console.page("/tables/raw.rides");

    assertThat(home.select("#glance dd").get(1).text()).isEqualTo("–");
    assertThat(home.select(".tables tbody td").get(4).text()).isEqualTo("–");
    assertThat(home.body().attr("data-pace")).isEqualTo("1");
    assertThat(table.select("#live-proof").text()).doesNotContain("Nobody has proved");
    assertThat(table.select("#live-receipts .coming")).hasSize(1);
    assertThat(console.page("/receipts").select("#live-receipts .coming")).hasSize(1);
  }

  @Test
  void receiptsThatCantBeReadAreTold() {
    console
        .sources()
        .withReceipts(new Reading<>(Optional.empty(), Optional.empty(), Optional.of(CLOSED)));

    Document home = console.page("/");

    assertThat(home.select("#glance dd.alarm").text()).isEqualTo("– receipts can’t be read");
    assertThat(home.select(".tables").text()).doesNotContain("never");
    for (String path : List.of("/receipts", "/tables/raw.rides")) {
      assertThat(console.page(path).select("#live-receipts .notice").text())
          .as(path)
          .contains("Nothing is known", CLOSED);
    }
    assertThat(console.get("/metrics").body()).contains("freshet_receipt_readable 0.0");
  }

  @Test
  void aTableNobodyHasProvedIsSaidToBeSo() {
    assertThat(console.page("/").select("#glance dd").get(1).text()).isEqualTo("– 1 never proved");
    assertThat(console.page("/tables/raw.rides").select("#live-proof").text())
        .contains("Nobody has proved this table yet");
  }
}
