package io.freshet.assurance.change;

import io.freshet.assurance.change.ContractChange.Impact;
import io.freshet.core.contract.StreamSettings;
import io.freshet.core.contract.StreamSettings.Acknowledgement;
import io.freshet.core.contract.StreamSettings.Compatibility;
import io.freshet.core.contract.StreamSettings.Durability;
import io.freshet.core.contract.StreamSettings.Intake;
import io.freshet.core.toolkit.Durations;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/** Compares what a contract asks of its topic. */
final class StreamDiff {
  private static final String KEYS_MOVE = "keys move: order holds only among events from then on";

  private final StreamSettings before;
  private final StreamSettings after;
  private final Changes changes;

  private StreamDiff(StreamSettings before, StreamSettings after, Changes changes) {
    this.before = before;
    this.after = after;
    this.changes = changes;
  }

  static void compare(StreamSettings before, StreamSettings after, Changes changes) {
    StreamDiff diff = new StreamDiff(before, after, changes);
    diff.comparePartitions();
    diff.compareSpread();
    diff.compareCompatibility();
    diff.compareSizes();
    diff.compareRetention();
    diff.compareDurability();
    diff.compareIntake();
    diff.compareDeadLetters();
  }

  private void comparePartitions() {
    String change = "partitions %d → %d".formatted(before.partitions(), after.partitions());
    if (after.partitions() > before.partitions()) {
      changes.breaking(change, KEYS_MOVE, Impact.STREAM_READERS);
    } else if (after.partitions() < before.partitions()) {
      changes.refused(change, "contract apply refuses it: Kafka can't take partitions away");
    }
  }

  /** Over all partitions before and after is as it was. */
  private void compareSpread() {
    boolean overAll =
        before.spread() == before.partitions() && after.spread() == after.partitions();
    if (before.spread() != after.spread() && !overAll) {
      changes.breaking(
          "spread %d → %d".formatted(before.spread(), after.spread()),
          KEYS_MOVE,
          Impact.STREAM_READERS);
    }
  }

  private enum Promise {
    NEW_READERS_READ_OLD,
    OLD_READERS_READ_NEW,
    ALL_VERSIONS
  }

  private void compareCompatibility() {
    if (before.compatibility() == after.compatibility()) {
      return;
    }
    String change =
        "compatibility %s → %s".formatted(before.compatibility(), after.compatibility());
    if (promises(after.compatibility()).containsAll(promises(before.compatibility()))) {
      changes.compatible(change);
    } else {
      changes.breaking(
          change,
          "the registry accepts schemas from which it kept readers until now",
          Impact.STREAM_READERS);
    }
  }

  private static Set<Promise> promises(Compatibility level) {
    return switch (level) {
      case BACKWARD -> EnumSet.of(Promise.NEW_READERS_READ_OLD);
      case BACKWARD_TRANSITIVE -> EnumSet.of(Promise.NEW_READERS_READ_OLD, Promise.ALL_VERSIONS);
      case FORWARD -> EnumSet.of(Promise.OLD_READERS_READ_NEW);
      case FORWARD_TRANSITIVE -> EnumSet.of(Promise.OLD_READERS_READ_NEW, Promise.ALL_VERSIONS);
      case FULL -> EnumSet.of(Promise.NEW_READERS_READ_OLD, Promise.OLD_READERS_READ_NEW);
      case FULL_TRANSITIVE -> EnumSet.allOf(Promise.class);
      case NONE -> EnumSet.noneOf(Promise.class);
    };
  }

  private void compareSizes() {
    String change =
        "largest event %d → %d bytes".formatted(before.maxMessageBytes(), after.maxMessageBytes());
    if (after.maxMessageBytes() < before.maxMessageBytes()) {
      changes.refused(change, "larger events of those who send them are refused");
    } else if (after.maxMessageBytes() > before.maxMessageBytes()) {
      changes.compatible(change);
    }
  }

  private void compareRetention() {
    if (before.retention().equals(after.retention())) {
      return;
    }
    String change =
        "stream kept %s → %s".formatted(print(before.retention()), print(after.retention()));
    if (isShorter(after.retention(), before.retention())) {
      changes.breaking(change, "older events are deleted, read or not", Impact.STREAM_READERS);
    } else {
      changes.compatible(change);
    }
  }

  /** A retention that is not there is for ever. */
  static boolean isShorter(Optional<Duration> one, Optional<Duration> other) {
    return one.isPresent() && (other.isEmpty() || one.get().compareTo(other.get()) < 0);
  }

  static String print(Optional<Duration> retention) {
    return retention.map(Durations::print).orElse("for ever");
  }

  private void compareDurability() {
    Durability old = before.durability();
    Durability now = after.durability();
    String copies = "copies %d → %d".formatted(old.replicas(), now.replicas());
    if (now.replicas() > old.replicas()) {
      changes.refused(copies, "contract apply refuses it until Kafka's own tools have added them");
    } else if (now.replicas() < old.replicas()) {
      changes.compatible(copies + "; a topic that is there keeps those that it has");
    }
    String inSync = "copies before an event is acknowledged %d → %d";
    if (now.minInSync() < old.minInSync()) {
      changes.refused(
          inSync.formatted(old.minInSync(), now.minInSync()),
          "an event may be lost after its sender was told that it is kept");
    } else if (now.minInSync() > old.minInSync()) {
      changes.compatible(inSync.formatted(old.minInSync(), now.minInSync()));
    }
  }

  private void compareDeadLetters() {
    if (before.deadLettersPerHour() != after.deadLettersPerHour()) {
      changes.compatible(
          "dead letters borne in an hour %d → %d"
              .formatted(before.deadLettersPerHour(), after.deadLettersPerHour()));
    }
  }

  private void compareIntake() {
    Intake old = before.intake();
    Intake now = after.intake();
    for (String producer : old.producers()) {
      if (!now.producers().contains(producer)) {
        changes.refused("producer %s taken out".formatted(producer), "its events are refused");
      }
    }
    for (String producer : now.producers()) {
      if (!old.producers().contains(producer)) {
        changes.compatible("producer %s added".formatted(producer));
      }
    }
    for (String origin : old.origins()) {
      if (!now.origins().contains(origin)) {
        changes.refused("origin %s taken out".formatted(origin), "its pages' events are refused");
      }
    }
    for (String origin : now.origins()) {
      if (!old.origins().contains(origin)) {
        changes.compatible("origin %s added".formatted(origin));
      }
    }
    compareRawJson(old, now);
    compareCapture(old, now);
    compareStandby(old, now);
    if (now.acknowledgement() != old.acknowledgement()) {
      String change =
          "acknowledgement %s → %s".formatted(old.acknowledgement(), now.acknowledgement());
      if (now.acknowledgement() == Acknowledgement.FAST) {
        changes.refused(change, "an event may be lost after its sender was told that it is taken");
      } else {
        changes.compatible(change);
      }
    }
  }

  private void compareRawJson(Intake old, Intake now) {
    if (old.takesRawJson() && !now.takesRawJson()) {
      changes.refused("raw JSON no longer taken", "the validator makes dead letters of it");
    } else if (now.takesRawJson() && !old.takesRawJson()) {
      changes.compatible("raw JSON taken");
    }
  }

  private void compareStandby(Intake old, Intake now) {
    if (now.hasStandby() && !old.hasStandby()) {
      changes.breaking(
          "sent to a standby cluster while its own takes none",
          "what comes back from there comes behind later events of the same entity",
          Impact.STREAM_READERS);
    } else if (old.hasStandby() && !now.hasStandby()) {
      changes.compatible("no longer sent to a standby cluster");
    }
  }

  private void compareCapture(Intake old, Intake now) {
    if (old.capturedFrom().equals(now.capturedFrom())) {
      return;
    }
    if (now.capturedFrom().isPresent()) {
      changes.compatible("captured from " + now.capturedFrom().get());
    } else {
      changes.refused("no longer captured", "it hears of no change any more");
    }
  }
}
