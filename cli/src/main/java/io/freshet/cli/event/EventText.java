package io.freshet.cli.event;

import io.freshet.assurance.find.EventQuestion;
import io.freshet.assurance.find.Fate;
import io.freshet.assurance.find.Sighting;
import io.freshet.assurance.find.Stored;
import io.freshet.assurance.find.Whereabouts;
import io.freshet.core.toolkit.Amounts;
import io.freshet.serving.view.RedisFindings;
import io.freshet.serving.view.ServedEvent;
import io.freshet.serving.view.Version;
import java.io.PrintWriter;

/** Where an event is, for people. */
final class EventText {
  private final EventQuestion question;
  private final Whereabouts found;
  private final RedisFindings redis;

  EventText(EventQuestion question, Whereabouts found, RedisFindings redis) {
    this.question = question;
    this.found = found;
    this.redis = redis;
  }

  void print(PrintWriter out) {
    found.sightings().forEach(each -> print(each, out));
    found
        .turnedAway()
        .ifPresent(
            away -> {
              out.println("An event gateway turned it away");
              line(out, "at", away.at());
              line(out, "cause", "%s, status %d".formatted(away.cause(), away.status()));
              line(out, "sent by", away.producer());
            });
    if (!found.isFound() && found.sightings().isEmpty()) {
      out.println("Neither Kafka nor a gateway knows of such an event");
    }
    out.println(found.searched().text());
    found.sightings().stream()
        .filter(each -> each.fate() == Fate.MISSING)
        .forEach(
            each ->
                out.println(
                    "./freshet prove %s says what else is missing"
                        .formatted(question.contract().name())));
  }

  private void print(Sighting sighting, PrintWriter out) {
    out.printf(
        "%s, partition %d, offset %d: %s%n",
        sighting.topic(), sighting.partition(), sighting.offset(), sighting.fate().meaning());
    sighting
        .logged()
        .ifPresent(
            logged -> {
              line(out, "received", logged.receivedAt());
              line(out, "payload", Amounts.bytes(logged.bytes()));
              line(
                  out,
                  "gateway",
                  logged
                      .gateway()
                      .map(mark -> "taken in from " + mark.account().producer())
                      .orElse("none: it was sent to Kafka itself"));
              logged.origin().ifPresent(origin -> line(out, "sent again", "from " + origin));
            });
    if (sighting.fate() == Fate.WAITING) {
      line(out, "before it", Amounts.count(sighting.behind()) + " offsets");
    }
    sighting.refusal().ifPresent(refusal -> line(out, "cause", refusal.cause()));
    sighting.row().ifPresent(row -> print(row, out));
    redis.at(sighting.partition(), sighting.offset()).ifPresent(served -> print(served, out));
    redis.failure().ifPresent(why -> line(out, "redis", "not known: " + why));
  }

  private static void print(ServedEvent served, PrintWriter out) {
    line(out, "redis", served.standing().meaning());
    served.order().ifPresent(order -> line(out, "order", order));
    line(out, "event is", text(served.event()));
    served.held().ifPresent(held -> line(out, "redis has", text(held)));
  }

  private static String text(Version version) {
    return version.orderVersion() == 0
        ? version.eventTime().toString()
        : "version %d of %s".formatted(version.orderVersion(), version.eventTime());
  }

  private static void print(Stored row, PrintWriter out) {
    line(out, "table", row.table());
    row.committed().ifPresent(commit -> line(out, "committed", text(commit)));
    row.rewritten().ifPresent(commit -> line(out, "rewritten", text(commit)));
    line(
        out,
        "file",
        "%s, %s rows, %s"
            .formatted(
                row.file().location(),
                Amounts.count(row.file().rows()),
                Amounts.bytes(row.file().bytes())));
  }

  private static String text(Stored.Commit commit) {
    return "snapshot %d at %s".formatted(commit.snapshot(), commit.at());
  }

  private static void line(PrintWriter out, String name, Object value) {
    out.printf("  %-11s %s%n", name, value);
  }
}
