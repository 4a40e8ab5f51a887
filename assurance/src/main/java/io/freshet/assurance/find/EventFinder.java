package io.freshet.assurance.find;

import io.freshet.assurance.find.EventQuestion.Id;
import io.freshet.assurance.find.EventQuestion.Place;
import io.freshet.assurance.find.Searched.End;
import io.freshet.assurance.log.Log;
import io.freshet.assurance.log.Log.Topic;
import io.freshet.core.contract.Contract;
import io.freshet.core.contract.Contracts;
import io.freshet.core.contract.Streams;
import io.freshet.core.lake.LakeCatalog;
import io.freshet.core.lake.TableLayout;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;
import org.apache.iceberg.Table;
import org.apache.iceberg.catalog.Catalog;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * Says where one event is: in the log, as a row, as a dead letter, or turned away at the door. It
 * reads where events lie and what became of them, and nothing of what they say. Its work is
 * bounded, and what was searched is part of the answer. Not thread-safe.
 */
public final class EventFinder {
  private final Catalog catalog;
  private final Contracts contracts;
  private final Log log;
  private final InstantSource clock;
  private final LongSupplier nanoTime;

  public EventFinder(Catalog catalog, Contracts contracts, Log log, InstantSource clock) {
    this(catalog, contracts, log, clock, System::nanoTime);
  }

  EventFinder(
      Catalog catalog, Contracts contracts, Log log, InstantSource clock, LongSupplier nanoTime) {
    this.catalog = catalog;
    this.contracts = contracts;
    this.log = log;
    this.clock = clock;
    this.nanoTime = nanoTime;
  }

  /**
   * Looks for it.
   *
   * @param progress is told from time to time how many records were looked at
   */
  public Whereabouts find(EventQuestion question, SearchLimits limits, LongConsumer progress) {
    return find(question, limits, progress, logged -> {});
  }

  /**
   * Looks for it.
   *
   * @param progress is told from time to time how many records were looked at
   * @param visitor is handed each record of the log that is it
   */
  public Whereabouts find(
      EventQuestion question,
      SearchLimits limits,
      LongConsumer progress,
      Consumer<ConsumerRecord<byte[], byte[]>> visitor) {
    Contract contract = question.contract();
    Optional<Topic> topic = log.topic(Streams.topic(contract));
    if (question.sought() instanceof Id sought) {
      LogSearch.Result inLog =
          topic
              .map(known -> search(known).forId(question, sought.id(), limits, progress))
              .orElseGet(() -> new LogSearch.Result(List.of(), Searched.nothing(End.NO_TOPIC)));
      inLog.found().forEach(visitor);

      return byId(question, sought.id(), topic, inLog);
    }
    Place place = (Place) question.sought();

    return topic
        .map(known -> byPlace(contract, place, known, visitor))
        .orElseGet(
            () -> new Whereabouts(List.of(), Searched.nothing(End.NO_TOPIC), Optional.empty()));
  }

  private Whereabouts byId(
      EventQuestion question, String id, Optional<Topic> topic, LogSearch.Result inLog) {
    List<Sighting> sightings =
        topic.map(known -> sightings(question.contract(), known, inLog.found())).orElse(List.of());

    return new Whereabouts(
        sightings,
        inLog.searched(),
        new RefusalSearch(catalog, contracts).turnedAway(question, id, clock.instant()));
  }

  private List<Sighting> sightings(
      Contract contract, Topic topic, List<ConsumerRecord<byte[], byte[]>> found) {
    FateSearch fates = fates(contract, topic);

    return found.stream()
        .map(each -> fates.of(each.partition(), each.offset(), Optional.of(Logged.of(each))))
        .toList();
  }

  private LogSearch search(Topic topic) {
    return new LogSearch(log, topic, nanoTime);
  }

  private Whereabouts byPlace(
      Contract contract,
      Place place,
      Topic topic,
      Consumer<ConsumerRecord<byte[], byte[]>> visitor) {
    boolean isInLog =
        topic.begins().getOrDefault(place.partition(), Long.MAX_VALUE) <= place.offset()
            && place.offset() < topic.ends().get(place.partition());
    Optional<ConsumerRecord<byte[], byte[]>> found =
        isInLog ? search(topic).at(place.partition(), place.offset()) : Optional.empty();
    found.ifPresent(visitor);
    Optional<Logged> logged = found.map(Logged::of);
    Sighting sighting =
        beyond(place, topic, isInLog && logged.isEmpty())
            .map(
                fate ->
                    Sighting.of(
                        topic.source().topic(), place.partition(), place.offset(), logged, fate))
            .orElseGet(() -> fates(contract, topic).of(place.partition(), place.offset(), logged));

    return new Whereabouts(
        List.of(sighting),
        new Searched(logged.isPresent() ? 1 : 0, Optional.empty(), End.PLACE),
        Optional.empty());
  }

  /** What is plain from the topic alone. */
  private static Optional<Fate> beyond(Place place, Topic topic, boolean isGap) {
    if (!topic.ends().containsKey(place.partition())) {
      return Optional.of(Fate.NO_PARTITION);
    }
    if (place.offset() >= topic.ends().get(place.partition())) {
      return Optional.of(Fate.NOT_YET);
    }

    return isGap ? Optional.of(Fate.NO_RECORD) : Optional.empty();
  }

  private FateSearch fates(Contract contract, Topic topic) {
    Optional<Table> table =
        contract
            .table()
            .map(settings -> TableLayout.name(contract))
            .filter(catalog::tableExists)
            .map(name -> LakeCatalog.require(catalog, name));

    return new FateSearch(
        contract, topic.source(), table, new RefusalSearch(catalog, contracts), clock);
  }
}
