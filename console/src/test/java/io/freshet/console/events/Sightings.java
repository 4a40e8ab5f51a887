package io.freshet.console.events;

import io.freshet.assurance.find.Fate;
import io.freshet.assurance.find.Logged;
import io.freshet.assurance.find.Searched;
import io.freshet.assurance.find.Sighting;
import io.freshet.assurance.find.Stored;
import io.freshet.assurance.find.Whereabouts;
import io.freshet.console.board.Boards;
import io.freshet.serving.view.OrderName;
import io.freshet.serving.view.RedisFindings;
import io.freshet.serving.view.RedisFindings.Spot;
import io.freshet.serving.view.ServedEvent;
import io.freshet.serving.view.Version;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a search for an event has found, made up. */
public final class Sightings {
  private static final Stored STORED =
      new Stored(
          "raw.rides",
          new Stored.File(
              "s3://lake/raw/rides/data/event_time_day=2026-11-29/00007-1-5c1e09af33b2.parquet",
              500,
              40_000),
          Optional.of(new Stored.Commit(4711, Boards.NOW)),
          Optional.of(new Stored.Commit(4712, Boards.NOW)));

  private Sightings() {}

  public static FoundEvent row() {
    return of(Fate.ROW, Optional.of(STORED), Optional.empty());
  }

  public static FoundEvent waiting() {
    return of(Fate.WAITING, Optional.empty(), Optional.empty());
  }

  public static FoundEvent dead(String cause) {
    return of(
        Fate.DEAD_LETTER, Optional.empty(), Optional.of(new Sighting.Refusal(cause, Boards.NOW)));
  }

  /** One of an order that Redis shows at another version. */
  public static FoundEvent ofOrder(long version, Optional<Long> held) {
    return new FoundEvent(
        row().whereabouts(),
        new RedisFindings(
            Map.of(
                new Spot(3, 1042),
                new ServedEvent(
                    Optional.of(new OrderName("berlin", 17)),
                    version(version),
                    held.map(Sightings::version))),
            Optional.empty()));
  }

  /** One of which Redis could not be asked. */
  public static FoundEvent withoutRedis() {
    return new FoundEvent(row().whereabouts(), RedisFindings.unread("Redis is away"));
  }

  private static Version version(long orderVersion) {
    return new Version(orderVersion, Boards.NOW.toEpochMilli() + 1000 * orderVersion);
  }

  private static FoundEvent of(
      Fate fate, Optional<Stored> row, Optional<Sighting.Refusal> refusal) {
    return new FoundEvent(whereabouts(fate, row, refusal), RedisFindings.none());
  }

  private static Whereabouts whereabouts(
      Fate fate, Optional<Stored> row, Optional<Sighting.Refusal> refusal) {
    return new Whereabouts(
        List.of(
            new Sighting(
                "rides",
                3,
                1042,
                Optional.of(new Logged(Boards.NOW, 231, Optional.empty(), Optional.empty(), false)),
                fate,
                row,
                refusal,
                7)),
        new Searched(20_000, Optional.of(Boards.NOW), Searched.End.FOUND),
        Optional.empty());
  }
}
