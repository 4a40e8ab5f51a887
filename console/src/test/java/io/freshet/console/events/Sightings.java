package io.freshet.console.events;

import io.freshet.assurance.find.Fate;
import io.freshet.assurance.find.Logged;
import io.freshet.assurance.find.Searched;
import io.freshet.assurance.find.Sighting;
import io.freshet.assurance.find.Stored;
import io.freshet.assurance.find.Whereabouts;
import io.freshet.console.board.Boards;
import java.util.List;
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

  public static Whereabouts row() {
    return of(Fate.ROW, Optional.of(STORED), Optional.empty());
  }

  public static Whereabouts waiting() {
    return of(Fate.WAITING, Optional.empty(), Optional.empty());
  }

  public static Whereabouts dead(String cause) {
    return of(
        Fate.DEAD_LETTER, Optional.empty(), Optional.of(new Sighting.Refusal(cause, Boards.NOW)));
  }

  private static Whereabouts of(
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
