package io.freshet.cli.doctor;

import io.freshet.core.contract.Contract;
import io.freshet.core.contract.Streams;
import io.freshet.core.lake.LakeSettings;
import io.freshet.core.toolkit.Amounts;
import io.freshet.core.toolkit.HttpClock;
import io.freshet.core.toolkit.Settings;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.TopicPartition;

/**
 * Whether other machines' clocks go as ours does: received time is Kafka's, a signature for S3
 * ours.
 */
record ClockChecks(Installation installation) {
  private static final Duration NOTICED = Duration.ofSeconds(2);

  /** S3 refuses what was signed a quarter of an hour away; staleness is wrong long before. */
  private static final Duration HARMFUL = Duration.ofSeconds(30);

  private static final String REMEDY = "let both machines follow NTP: timedatectl set-ntp true";

  List<Check> checks() {
    return List.of(
        new Check("clock-store", Installation.withProfile(Installation.STORE), REMEDY, this::store),
        new Check(
            "clock-kafka",
            Installation.withProfile(Installation.KAFKA, Installation.CONTRACTS),
            REMEDY,
            this::kafka));
  }

  private Finding store() throws Exception {
    String address = LakeSettings.from(installation.settings()).store().address();
    Instant asked = Instant.now();
    Optional<Instant> date = new HttpClock(address, installation.patience()).ask();
    Instant answered = Instant.now();

    return date.map(time -> skew(address, ahead(asked, time, answered)))
        .orElseGet(() -> Finding.skipped(address + " answers without a Date"));
  }

  /** How far a time is before our clock, that somebody told between two times of ours. */
  static Duration ahead(Instant asked, Instant told, Instant answered) {
    if (told.isAfter(answered)) {
      return Duration.between(answered, told);
    }

    return told.isBefore(asked) ? Duration.between(asked, told) : Duration.ZERO;
  }

  /**
   * @param ahead how far the other clock is before ours, to the second
   */
  static Finding skew(String who, Duration ahead) {
    String seen =
        ahead.abs().compareTo(NOTICED) <= 0
            ? "%s has our time, to 2 s".formatted(who)
            : "the clock of %s is %s %s"
                .formatted(who, Amounts.age(ahead.abs()), ahead.isNegative() ? "behind" : "ahead");
    if (ahead.abs().compareTo(HARMFUL) > 0) {
      return Finding.failed(seen, REMEDY);
    }

    return ahead.abs().compareTo(NOTICED) > 0 ? Finding.warning(seen, REMEDY) : Finding.ok(seen);
  }

  private Finding kafka() throws Exception {
    Settings settings = installation.settings();
    try (Admin admin = Admin.create(ServiceChecks.kafkaConfig(settings, installation.patience()))) {
      Optional<Instant> newest = newest(admin);

      return newest
          .map(time -> fromTheFuture(Duration.between(Instant.now(), time)))
          .orElseGet(() -> Finding.skipped("no stream holds a record yet"));
    }
  }

  /**
   * A broker has no other clock to show than the times that it has given records.
   *
   * @param ahead of the newest record; negative where it is from the past
   */
  static Finding fromTheFuture(Duration ahead) {
    return ahead.isNegative()
        ? Finding.ok(
            "the newest record was received %s ago, none in the future"
                .formatted(Amounts.age(ahead.negated())))
        : skew("Kafka", ahead);
  }

  /** When the newest record of all streams was received. */
  private Optional<Instant> newest(Admin admin) throws Exception {
    long millis = installation.patience().toMillis();
    Set<String> present = admin.listTopics().names().get(millis, TimeUnit.MILLISECONDS);
    List<String> topics =
        installation.contracts().all().stream()
            .filter(contract -> contract.stream().isPresent())
            .map((Contract contract) -> Streams.topic(contract))
            .filter(present::contains)
            .toList();
    Map<TopicPartition, OffsetSpec> asked = new HashMap<>();
    for (TopicDescription topic :
        admin.describeTopics(topics).allTopicNames().get(millis, TimeUnit.MILLISECONDS).values()) {
      topic
          .partitions()
          .forEach(
              each ->
                  asked.put(
                      new TopicPartition(topic.name(), each.partition()),
                      OffsetSpec.maxTimestamp()));
    }

    return admin.listOffsets(asked).all().get(millis, TimeUnit.MILLISECONDS).values().stream()
        .map(ListOffsetsResultInfo::timestamp)
        .filter(timestamp -> timestamp >= 0)
        .max(Long::compare)
        .map(Instant::ofEpochMilli);
  }
}
