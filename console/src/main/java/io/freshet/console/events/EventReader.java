package io.freshet.console.events;

import io.freshet.assurance.find.EventFinder;
import io.freshet.assurance.find.EventQuestion;
import io.freshet.assurance.find.SearchLimits;
import io.freshet.assurance.find.Whereabouts;
import io.freshet.assurance.log.Log;
import io.freshet.console.reading.Lake;
import io.freshet.core.contract.Contracts;
import io.freshet.core.envelope.SchemaRegistry;
import io.freshet.core.envelope.stream.KafkaSettings;
import io.freshet.serving.view.EventViews;
import io.freshet.serving.view.RedisFindings;
import io.freshet.serving.view.RedisReader;
import java.time.InstantSource;
import java.util.Optional;

/** Looks for events as {@code freshet event} does. Thread-safe: each search has a client alone. */
public final class EventReader {
  private final Lake lake;
  private final KafkaSettings kafka;
  private final SchemaRegistry registry;
  private final Optional<RedisReader> redis;

  /**
   * @param redis empty where the settings name none
   */
  public EventReader(
      Lake lake, KafkaSettings kafka, SchemaRegistry registry, Optional<RedisReader> redis) {
    this.lake = lake;
    this.kafka = kafka;
    this.registry = registry;
    this.redis = redis;
  }

  public FoundEvent find(EventSearch search, Contracts contracts) {
    InstantSource clock = InstantSource.system();
    EventQuestion question =
        EventQuestion.parse(
            contracts.require(search.contract()),
            search.id(),
            search.place(),
            search.times(),
            clock.instant());
    EventViews views =
        new EventViews(
            question.contract(), key -> redis.flatMap(known -> known.read(key)), registry);
    try (Log log = Log.open(kafka)) {
      Whereabouts found =
          new EventFinder(lake.catalog(), contracts, log, clock)
              .find(
                  question,
                  SearchLimits.USUAL,
                  records -> {},
                  redis.isPresent() ? views : EventViews.none());

      return new FoundEvent(found, findings(views, question));
    }
  }

  private RedisFindings findings(EventViews views, EventQuestion question) {
    return redis.isPresent() || !EventViews.shows(question.contract())
        ? views.findings()
        : RedisFindings.unread("The profile names no Redis");
  }
}
