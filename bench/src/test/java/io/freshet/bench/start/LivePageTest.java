package io.freshet.bench.start;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class LivePageTest {
  private static final Instant BEGUN = Instant.parse("2026-11-30T10:00:00Z");

  @Test
  void isLiveOncePingsOfThisStartCanBeQueried() {
    assertThat(LivePage.isLive(page("fresh", "2026-11-30T10:02:03.456Z"), BEGUN)).isTrue();
  }

  @Test
  void isNotLiveWithWhatAnEarlierStartHasLeft() {
    assertThat(LivePage.isLive(page("fresh", "2026-11-30T09:59:59Z"), BEGUN)).isFalse();
  }

  @Test
  void isNotLiveWhilePingsAreLate() {
    assertThat(LivePage.isLive(page("late", "2026-11-30T10:02:03Z"), BEGUN)).isFalse();
  }

  @Test
  void isNotLiveByAnotherTable() {
    String page =
        row("dasher_pings", "unmeasured", "<span class=\"none\">–</span>")
            + row("order_events", "fresh", "<time datetime=\"2026-11-30T10:02:03Z\">now</time>");

    assertThat(LivePage.isLive(page, BEGUN)).isFalse();
  }

  @Test
  void isNotLiveByTheTimeOfAProof() {
    String proved = "<time datetime=\"2026-11-30T10:02:03Z\" data-age>now</time>";

    assertThat(LivePage.isLive(row("dasher_pings", "fresh", proved), BEGUN)).isFalse();
  }

  private static String page(String standing, String completeUpTo) {
    return row("markets", "late", "")
        + row(
            "dasher_pings",
            standing,
            "<time datetime=\"%s\">a moment ago</time>".formatted(completeUpTo));
  }

  private static String row(String table, String standing, String cells) {
    return """
        <tr>
          <th><a href="/tables/raw.%s" id="row-raw.%s">%s</a></th>
          <td><span class="mark %s">%s</span></td>
          <td>%s</td>
        </tr>
        """
        .formatted(table, table, table, standing, standing, cells);
  }
}
