package io.freshet.console.http;

import static io.freshet.console.board.Boards.waiting;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.freshet.console.board.Boards;
import io.freshet.console.query.Mistakes;
import io.freshet.console.rows.Grids;
import io.freshet.console.rows.Viewer;
import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The page of questions, in each of its states, and who may ask. */
class QueryPageTest {
  private static final String SQL = "select *\r\nfrom raw.rides";
  private static final String FORM = "application/x-www-form-urlencoded";

  private final OpenConsole console =
      new OpenConsole(new MemorySources().with(Boards.of(waiting("rides", 1))));
  private Optional<String> cookie = Optional.empty();

  @AfterEach
  void close() {
    console.close();
  }

  @Test
  void aLinkFillsTheBoxAndAsksNothing() {
    Document page = console.page("/query?sql=select+1+%3C%2Ftextarea%3E%3Cscript%3E");

    assertThat(page.select("#sql").val()).isEqualTo("select 1 </textarea><script>");
    assertThat(page.select("script:not([src])")).isEmpty();
    assertThat(page.select("h1").text()).isEqualTo("Ask the lake");
    assertThat(page.select("form[action=/query]").attr("method")).isEqualTo("post");
    assertThat(page.select(".commands code").eachText())
        .contains("./freshet sql 'select 1 </textarea><script>'");
    assertThat(page.body().attr("data-pace")).isEqualTo("0");
    assertThat(console.sources().asker().asked()).isEmpty();
  }

  @Test
  void aQuestionIsAskedOnceAndItsAnswerIsForWhoAsked() {
    HttpResponse<String> sent = ask(SQL);
    assertThat(sent.statusCode()).isEqualTo(303);
    assertThat(sent.headers().firstValue("Location")).contains("/query");
    assertThat(sent.headers().firstValue("Set-Cookie").orElseThrow())
        .contains("HttpOnly", "SameSite=Strict", "Path=/query");

    Document coming = page("/query");
    assertThat(coming.select("h1").text()).isEqualTo("Asking Trino …");
    assertThat(coming.body().attr("data-pace")).isEqualTo("1");
    assertThat(coming.select("#sql").val()).isEqualTo("select *\nfrom raw.rides");
    answer();

    Document page = page("/query");
    assertThat(page.select("h1").text()).isEqualTo("The first 2 rows");
    assertThat(page.select(".grid tbody tr").first().text())
        .isEqualTo("oslo 4711 <script>alert(1)</script>");
    assertThat(page.select("script:not([src])")).isEmpty();
    assertThat(page.body().attr("data-pace")).isEqualTo("0");
    assertThat(page("/query?sql=select+2").select(".grid")).isEmpty();
    assertThat(console.page("/query").select(".grid")).isEmpty();
    assertThat(console.sources().asker().asked()).containsExactly("select *\nfrom raw.rides");
  }

  @Test
  void aMistakeIsMarkedInItsLine() {
    ask("select city,\n  rid_id\nfrom raw.rides");
    await().until(() -> console.sources().asker().asked().size() == 1);
    console.sources().asker().fail(Mistakes.told("line 2:3: Column 'rid_id' cannot be resolved"));
    await().until(() -> page("/query").select(".mistake").size() == 1);

    Document page = page("/query");

    assertThat(page.select("h1").text()).isEqualTo("Trino refused it");
    assertThat(page.select(".mistake").first().wholeText())
        .isEqualTo(
            "Line 2, column 3: Column 'rid_id' cannot be resolved; did you mean ride_id?\n"
                + "    rid_id\n    ^");
  }

  @Test
  void whatMayDoMoreThanReadIsNotAsked() {
    ask("drop table raw.rides");

    assertThat(page("/query").select("h1").text()).isEqualTo("It was not asked");
    assertThat(page("/query").select(".mistake").text()).contains("begins with DROP");
    assertThat(console.sources().asker().asked()).isEmpty();
  }

  @Test
  void saysWhyThereIsNoAnswer() {
    ask(SQL);
    await().until(() -> console.sources().asker().asked().size() == 1);
    console.sources().asker().fail(new FreshetException(Fault.DEPENDENCY, "Trino is away"));
    await().until(() -> !page("/query").select(".mistake").isEmpty());

    assertThat(page("/query").select("h1").text()).isEqualTo("There is no answer");
    assertThat(page("/query").select(".mistake").text()).isEqualTo("Trino is away");
  }

  @Test
  void oneAtATimeAndWhatWasTypedIsKept() {
    ask(SQL);

    HttpResponse<String> second = ask("select 2");

    assertThat(second.statusCode()).isEqualTo(409);
    Document page = Jsoup.parse(second.body());
    assertThat(page.select("#sql").val()).isEqualTo("select 2");
    assertThat(page.select("#answer .notice").text()).contains("still being answered");

    assertThat(send("/query/stop", "", "Origin", console.address()).statusCode()).isEqualTo(303);
    assertThat(page("/query").select("h1").text()).isEqualTo("Stopped");
  }

  @Test
  void fewAtAll() {
    for (int i = 0; i < 2; i++) {
      cookie = Optional.empty();
      assertThat(ask(SQL).statusCode()).isEqualTo(303);
    }
    cookie = Optional.empty();

    assertThat(ask(SQL).statusCode()).isEqualTo(503);
  }

  @ParameterizedTest
  @CsvSource({
    "Origin, http://evil.example, 403",
    "Origin, null, 403",
    "Origin, http://127.0.0.1:1, 403",
    "Origin, ::, 403",
    "Sec-Fetch-Site, cross-site, 403",
    "Sec-Fetch-Site, same-site, 403",
    "Sec-Fetch-Site, none, 403",
    "X-Other, x, 403",
    "Sec-Fetch-Site, same-origin, 303"
  })
  void onlyTheConsolesOwnPageMayAsk(String header, String value, int status) {
    HttpResponse<String> question = send("/query", "sql=select+1", header, value);
    HttpResponse<String> stop = send("/query/stop", "", header, value);

    assertThat(question.statusCode()).isEqualTo(status);
    assertThat(stop.statusCode()).isEqualTo(status);
    assertThat(question.headers().firstValue("Connection")).contains("close");
  }

  @Test
  void takesNothingThatIsNoFormOrTooLong() {
    HttpRequest json =
        HttpRequest.newBuilder(URI.create(console.address() + "/query"))
            .header("Origin", console.address())
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString("{}"))
            .build();

    assertThat(console.send(json).statusCode()).isEqualTo(415);
    assertThat(ask("x".repeat(10_001)).statusCode()).isEqualTo(413);
    assertThat(ask("x".repeat(200_000)).statusCode()).isEqualTo(413);
    assertThat(send("/query", "sql=%zz", "Origin", console.address()).statusCode()).isEqualTo(400);
    assertThat(console.sources().asker().asked()).isEmpty();
  }

  @Test
  void saysThatThereIsNobodyToAsk() {
    console.sources().with(new Viewer("analyst", "console", false));

    Document page = console.page("/query");

    assertThat(page.select(".nothing").text()).contains("trino.host");
    assertThat(page.select("form")).isEmpty();
  }

  private void answer() {
    await().until(() -> console.sources().asker().asked().size() == 1);
    console.sources().asker().answer(Grids.rides());
    await().until(() -> !page("/query").select(".grid").isEmpty());
  }

  private HttpResponse<String> ask(String sql) {
    return send(
        "/query",
        "sql=" + URLEncoder.encode(sql, StandardCharsets.UTF_8),
        "Origin",
        console.address());
  }

  /** As a browser does, which keeps its cookie. */
  private HttpResponse<String> send(String path, String body, String header, String value) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(console.address() + path))
            .header("Content-Type", FORM)
            .header(header, value)
            .POST(HttpRequest.BodyPublishers.ofString(body));
    cookie.ifPresent(known -> request.header("Cookie", known));
    HttpResponse<String> answer = console.send(request.build());
    answer
        .headers()
        .firstValue("Set-Cookie")
        .ifPresent(set -> cookie = Optional.of(set.substring(0, set.indexOf(';'))));

    return answer;
  }

  private Document page(String path) {
    return Jsoup.parse(
        cookie
            .map(known -> console.get(path, "Cookie", known))
            .orElseGet(() -> console.get(path))
            .body());
  }
}
