package io.freshet.console.events;

import io.freshet.assurance.find.EventFinder;
import io.freshet.assurance.find.EventQuestion;
import io.freshet.assurance.find.SearchLimits;
import io.freshet.assurance.find.Whereabouts;
import io.freshet.assurance.log.Log;
import io.freshet.console.reading.Lake;
import io.freshet.core.contract.Contracts;
import io.freshet.core.envelope.stream.KafkaSettings;
import java.time.InstantSource;

/** Looks for events as {@code freshet event} does. Thread-safe: each search has a client alone. */
public final class EventReader {
  private final Lake lake;
  private final KafkaSettings kafka;

  public EventReader(Lake lake, KafkaSettings kafka) {
    this.lake = lake;
    this.kafka = kafka;
  }

  public Whereabouts find(EventSearch search, Contracts contracts) {
    InstantSource clock = InstantSource.system();
    EventQuestion question =
        EventQuestion.parse(
            contracts.require(search.contract()),
            search.id(),
            search.place(),
            search.times(),
            clock.instant());
    try (Log log = Log.open(kafka)) {
      return new EventFinder(lake.catalog(), contracts, log, clock)
          .find(question, SearchLimits.USUAL, records -> {});
    }
  }
}
