package io.freshet.orchestration.relay;

import static io.freshet.orchestration.relay.MemoryBoard.complete;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.freshet.core.toolkit.FreshetException;
import io.freshet.core.toolkit.Settings;
import io.freshet.orchestration.airflow.Asset;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class AnnouncerTest {
  private static final String PINGS = "raw.pings";
  private static final String FIRST_OF_MARCH = Announcer.PREFIX + PINGS + " 2026-03-01";

  private final RelaySettings settings = RelaySettings.from(Settings.of(Map.of()));
  private final LocalDays days = new LocalDays(List.of(ZoneId.of("Europe/Berlin")));
  private final MemoryBoard board = new MemoryBoard();
  private final Watermarks watermarks = new Watermarks();
  private Instant now = Instant.parse("2026-03-02T00:00:00Z");
  private Announcer announcer = announcer();

  private Announcer announcer() {
    return new Announcer(board, settings, () -> now);
  }

  @BeforeEach
  void someoneWaitsForPings() {
    board.assets.add(complete(PINGS));
    watermarks.put(PINGS, Instant.parse("2026-03-01T22:00:00Z"));
  }

  private void pass() {
    watermarks.put(PINGS, Instant.parse("2026-03-01T23:00:00Z"));
  }

  private void announce() {
    announcer.announce(watermarks, days);
  }

  @Test
  void announcesNothingBeforeMidnight() {
    announce();

    assertThat(board.announcements).isEmpty();
  }

  @Test
  void announcesADayOnceHoweverManyCommitsFollow() {
    pass();
    announce();
    watermarks.put(PINGS, Instant.parse("2026-03-02T09:00:00Z"));
    announce();

    assertThat(board.announcements).containsExactly(FIRST_OF_MARCH);
  }

  @Test
  void aNewProcessAnnouncesNothingAgain() {
    pass();
    announce();
    announcer = announcer();
    announce();

    assertThat(board.announcements).containsExactly(FIRST_OF_MARCH);
  }

  @Test
  void anAnnouncementWhoseAnswerWasLostIsNotRepeated() {
    pass();
    board.answerGetsLost = true;
    assertThatThrownBy(this::announce).isInstanceOf(FreshetException.class);
    announce();

    assertThat(board.announcements).containsExactly(FIRST_OF_MARCH);
  }

  @Test
  void announcesWhenAirflowIsBack() {
    pass();
    board.away = true;
    assertThatThrownBy(this::announce).isInstanceOf(FreshetException.class);
    board.away = false;
    announce();

    assertThat(board.announcements).containsExactly(FIRST_OF_MARCH);
  }

  @Test
  void tablesThatNobodyWaitsForAreLeftAlone() {
    watermarks.put("raw.other", Instant.parse("2026-03-01T22:00:00Z"));
    watermarks.put("raw.other", Instant.parse("2026-03-05T22:00:00Z"));
    board.assets.add(new Asset(7, "else", "s3://elsewhere/raw.other"));
    announce();

    assertThat(board.announcements).isEmpty();
  }

  @Test
  void whoeverBeginsToWaitIsToldOfTheDaysThatHaveEndedMeanwhile() {
    board.assets.clear();
    pass();
    announce();
    board.assets.add(complete(PINGS));
    now = now.plus(Duration.ofSeconds(30));
    announce();

    assertThat(board.announcements).containsExactly(FIRST_OF_MARCH);
  }
}
