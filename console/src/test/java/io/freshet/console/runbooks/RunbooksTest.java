package io.freshet.console.runbooks;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.console.runbooks.Runbooks.Runbook;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RunbooksTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "flink",
        "kafka",
        "commit",
        "nightly",
        "validator",
        "missing-data",
        "lost",
        "alerts"
      })
  void thoseThatAlertsNameAreThere(String name) {
    assertThat(Runbooks.named("docs/runbooks/%s.md".formatted(name))).contains(name);
    Runbook runbook = Runbooks.of(name).orElseThrow();

    assertThat(runbook.title()).isNotEqualTo(name).doesNotContain("#");
    assertThat(Jsoup.parse(runbook.html()).select("code")).isNotEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"../flink", "Runbooks.class", "", "nowhere", "flink.md"})
  void othersAreNot(String name) {
    assertThat(Runbooks.of(name)).isEmpty();
  }

  @Test
  void linksLeadToOtherRunbooksOnly() {
    Document page =
        Jsoup.parse(
            Runbooks.rendered(
                    "x",
                    "# A title\n\nSee [kafka](kafka.md) and [the *reference*](../reference/cli.md).")
                .html());

    assertThat(page.select("a").eachAttr("href")).containsExactly("/runbooks/kafka");
    assertThat(page.text()).isEqualTo("See kafka and the reference.");
    assertThat(page.select("em").text()).isEqualTo("reference");
  }

  @Test
  void markupIsText() {
    Runbook runbook = Runbooks.rendered("x", "<script>alert(1)</script>\n\n<b>bold</b>");

    assertThat(runbook.title()).isEqualTo("x");
    assertThat(Jsoup.parse(runbook.html()).select("script, b")).isEmpty();
  }
}
