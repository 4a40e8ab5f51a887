package io.freshet.cli.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.freshet.assurance.find.EventQuestion;
import io.freshet.assurance.find.EventQuestion.Times;
import io.freshet.assurance.find.Fate;
import io.freshet.assurance.find.Logged;
import io.freshet.assurance.find.Searched;
import io.freshet.assurance.find.Sighting;
import io.freshet.assurance.find.Stored;
import io.freshet.assurance.find.Whereabouts;
import io.freshet.core.contract.Contract;
import io.freshet.core.contract.Contracts;
import io.freshet.core.toolkit.FreshetException;
import io.freshet.serving.view.OrderName;
import io.freshet.serving.view.RedisFindings;
import io.freshet.serving.view.RedisFindings.Spot;
import io.freshet.serving.view.ServedEvent;
import io.freshet.serving.view.Version;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class EventTextTest {
  private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
  private static final Contract ORDERS =
      Contracts.read(Path.of("..", "contracts")).require("order_events");
  private static final EventQuestion QUESTION =
      EventQuestion.parse(ORDERS, "5c1e-17", "", new Times("2h", ""), NOON);
  private static final Searched SEARCHED =
      new Searched(20_000, Optional.of(NOON), Searched.End.FOUND);
  private static final Stored STORED =
      new Stored(
          "raw.order_events",
          new Stored.File("s3://lake/a.parquet", 500, 40_000),
          Optional.of(new Stored.Commit(71, NOON)),
          Optional.empty());

  private static Whereabouts found(Fate fate, Optional<Stored> row) {
    return new Whereabouts(
        List.of(
            new Sighting(
                "order_events",
                3,
                1042,
                Optional.of(new Logged(NOON, 231, Optional.empty(), Optional.empty(), false)),
                fate,
                row,
                Optional.empty(),
                0)),
        SEARCHED,
        Optional.empty());
  }

  private static String text(Whereabouts found) {
    StringWriter text = new StringWriter();
    new EventText(QUESTION, found, RedisFindings.none()).print(new PrintWriter(text, true));

    return text.toString();
  }

  @Test
  void tellsEachStationOfTheWay() {
    assertThat(text(found(Fate.ROW, Optional.of(STORED))))
        .contains(
            "order_events, partition 3, offset 1042: it is a row of the table",
            "received    2026-03-01T12:00:00Z",
            "gateway     none: it was sent to Kafka itself",
            "committed   snapshot 71 at 2026-03-01T12:00:00Z",
            "file        s3://lake/a.parquet, 500 rows",
            "Looked at 20,000 records of the log");
  }

  @Test
  void namesTheProofWhereAnEventIsMissing() {
    Whereabouts missing = found(Fate.MISSING, Optional.empty());

    assertThat(text(missing)).contains("./freshet prove order_events");
    assertThat(EventJson.of(QUESTION, missing, RedisFindings.none()).path("ok").asBoolean())
        .isFalse();
    assertThat(
            EventJson.of(QUESTION, missing, RedisFindings.none()).at("/sightings/0/fate").asText())
        .isEqualTo("missing");
  }

  @Test
  void saysHowFarItHasLookedWhereNobodyKnowsOfIt() {
    Whereabouts nothing =
        new Whereabouts(
            List.of(),
            new Searched(20_000, Optional.of(NOON), Searched.End.RECORDS),
            Optional.empty());

    assertThat(text(nothing))
        .contains(
            "Neither Kafka nor a gateway knows of such an event", "back to 2026-03-01T12:00:00Z");
    assertThat(EventJson.of(QUESTION, nothing, RedisFindings.none()).at("/searched/end").asText())
        .isEqualTo("records");
  }

  @Test
  void writesTheSameAsJson() {
    assertThat(
            EventJson.of(QUESTION, found(Fate.ROW, Optional.of(STORED)), RedisFindings.none())
                .toString())
        .isEqualTo(
            """
            {"ok":true,"contract":"order_events","found":true,\
            "searched":{"records":20000,"end":"found","back_to":"2026-03-01T12:00:00Z"},\
            "sightings":[{"topic":"order_events","partition":3,"offset":1042,"fate":"row",\
            "log":{"received_at":"2026-03-01T12:00:00Z","payload_bytes":231,"test":false},\
            "row":{"table":"raw.order_events","file":"s3://lake/a.parquet","file_rows":500,\
            "file_bytes":40000,"committed":{"snapshot":71,"at":"2026-03-01T12:00:00Z"}}}]}""");
  }

  @Test
  void tellsWhetherRedisHasPassedIt() {
    RedisFindings findings =
        new RedisFindings(
            Map.of(
                new Spot(3, 1042),
                new ServedEvent(
                    Optional.of(new OrderName("boston", 17)),
                    new Version(4, NOON.toEpochMilli()),
                    Optional.of(new Version(6, NOON.toEpochMilli() + 60_000)))),
            Optional.empty());
    StringWriter text = new StringWriter();
    Whereabouts found = found(Fate.ROW, Optional.of(STORED));

    new EventText(QUESTION, found, findings).print(new PrintWriter(text, true));

    assertThat(text.toString())
        .contains(
            "redis       Redis has passed it",
            "order       boston/17",
            "event is    version 4 of 2026-03-01T12:00:00Z",
            "redis has   version 6 of 2026-03-01T12:01:00Z");
    assertThat(EventJson.of(QUESTION, found, findings).at("/sightings/0/redis").toString())
        .isEqualTo(
            """
            {"standing":"passed","market":"boston","order_id":17,\
            "event":{"order_version":4,"event_time":"2026-03-01T12:00:00Z"},\
            "held":{"order_version":6,"event_time":"2026-03-01T12:01:00Z"}}""");
  }

  @Test
  void refusesWhatNamesNoEvent() {
    assertThat(QUESTION.from()).contains(NOON.minusSeconds(7200));
    assertThatThrownBy(() -> EventQuestion.parse(ORDERS, "", "3-7", Times.ANY, NOON))
        .isInstanceOf(FreshetException.class)
        .hasMessage("'3-7' is no place in Kafka; write partition:offset, such as 3:1042");
    assertThatThrownBy(() -> EventQuestion.parse(ORDERS, "a", "3:7", Times.ANY, NOON))
        .hasMessageContaining("give one of them");
    assertThatThrownBy(() -> EventQuestion.parse(ORDERS, "a", "", new Times("17", ""), NOON))
        .hasMessageContaining("'17' is no time");
  }
}
