package io.freshet.console;

import io.freshet.console.board.BoardWatch;
import io.freshet.console.events.EventReader;
import io.freshet.console.events.EventSearch;
import io.freshet.console.events.FoundEvent;
import io.freshet.console.letters.DeadLetterFacts;
import io.freshet.console.letters.DeadLetterReader;
import io.freshet.console.reading.Reading;
import io.freshet.console.reading.Readings;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.ExecutorService;

/** All that is read of single events: each reads Kafka for seconds, apart from tables' pages. */
final class EventSources implements AutoCloseable {
  private static final int FINDERS = 2;
  private static final int MOST_SEARCHES_WAITING = 16;
  private static final int MOST_SEARCHES = 100;
  private static final String ALL = "all";

  private final ExecutorService finders;
  private final ExecutorService letterReader;
  private final Readings<EventSearch, FoundEvent> events;
  private final Readings<String, DeadLetterFacts> letters;

  /**
   * @param back how far back dead letters are counted
   */
  EventSources(BoardWatch watch, EventReader finder, DeadLetterReader deadLetters, Duration back) {
    InstantSource clock = InstantSource.system();
    finders = LakeSources.threads("finder", FINDERS, MOST_SEARCHES_WAITING);
    letterReader = LakeSources.threads("letters", 1, 1);
    events =
        new Readings<>(
            search -> finder.find(search, LakeSources.contracts(watch)),
            MOST_SEARCHES,
            new Readings.Pace(Duration.ofMinutes(1), Duration.ofMillis(120)),
            finders,
            clock);
    letters =
        new Readings<>(
            all -> deadLetters.read(LakeSources.contracts(watch), back),
            1,
            new Readings.Pace(Duration.ofSeconds(30), Duration.ofMillis(20)),
            letterReader,
            clock);
  }

  Reading<FoundEvent> event(EventSearch search) {
    return events.of(search);
  }

  void beginLetters() {
    letters.begin(ALL);
  }

  Reading<DeadLetterFacts> letters() {
    return letters.of(ALL);
  }

  @Override
  public void close() {
    finders.shutdownNow();
    letterReader.shutdownNow();
  }
}
