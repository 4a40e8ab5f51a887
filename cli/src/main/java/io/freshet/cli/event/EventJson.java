package io.freshet.cli.event;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.freshet.assurance.find.EventQuestion;
import io.freshet.assurance.find.Fate;
import io.freshet.assurance.find.Logged;
import io.freshet.assurance.find.Sighting;
import io.freshet.assurance.find.Stored;
import io.freshet.assurance.find.Whereabouts;
import io.freshet.serving.view.RedisFindings;
import io.freshet.serving.view.ServedEvent;
import io.freshet.serving.view.Version;
import java.util.Locale;

/** Where an event is, as JSON. */
final class EventJson {
  private EventJson() {}

  /** Whether somebody knows of it, and nobody should know more. */
  static boolean isWell(Whereabouts found) {
    return found.isFound()
        && found.sightings().stream().noneMatch(each -> each.fate() == Fate.MISSING);
  }

  static ObjectNode of(EventQuestion question, Whereabouts found, RedisFindings redis) {
    ObjectNode root =
        JsonNodeFactory.instance
            .objectNode()
            .put("ok", isWell(found))
            .put("contract", question.contract().name())
            .put("found", found.isFound());
    ObjectNode searched =
        root.putObject("searched")
            .put("records", found.searched().records())
            .put("end", code(found.searched().end()));
    found.searched().backTo().ifPresent(time -> searched.put("back_to", time.toString()));
    ArrayNode sightings = root.putArray("sightings");
    found
        .sightings()
        .forEach(
            each -> {
              ObjectNode sighting = sightings.addObject();
              add(each, sighting);
              redis
                  .at(each.partition(), each.offset())
                  .ifPresent(served -> add(served, sighting.putObject("redis")));
            });
    redis.failure().ifPresent(why -> root.put("redis_failure", why));
    found
        .turnedAway()
        .ifPresent(
            away ->
                root.putObject("turned_away")
                    .put("at", away.at().toString())
                    .put("cause", away.cause())
                    .put("status", away.status())
                    .put("producer", away.producer()));

    return root;
  }

  private static void add(Sighting sighting, ObjectNode node) {
    node.put("topic", sighting.topic())
        .put("partition", sighting.partition())
        .put("offset", sighting.offset())
        .put("fate", code(sighting.fate()));
    if (sighting.fate() == Fate.WAITING) {
      node.put("offsets_before_it", sighting.behind());
    }
    sighting.logged().ifPresent(logged -> add(logged, node.putObject("log")));
    sighting
        .refusal()
        .ifPresent(
            refusal ->
                node.putObject("dead_letter")
                    .put("cause", refusal.cause())
                    .put("received_at", refusal.receivedAt().toString()));
    sighting.row().ifPresent(row -> add(row, node.putObject("row")));
  }

  private static void add(ServedEvent served, ObjectNode node) {
    node.put("standing", code(served.standing()));
    served
        .order()
        .ifPresent(order -> node.put("market", order.market()).put("order_id", order.orderId()));
    add(served.event(), node.putObject("event"));
    served.held().ifPresent(held -> add(held, node.putObject("held")));
  }

  private static void add(Version version, ObjectNode node) {
    if (version.orderVersion() > 0) {
      node.put("order_version", version.orderVersion());
    }
    node.put("event_time", version.eventTime().toString());
  }

  private static void add(Logged logged, ObjectNode node) {
    node.put("received_at", logged.receivedAt().toString())
        .put("payload_bytes", logged.bytes())
        .put("test", logged.isTest());
    logged.origin().ifPresent(origin -> node.put("redriven_from", origin));
    logged
        .gateway()
        .ifPresent(
            mark ->
                node.putObject("gateway")
                    .put("producer", mark.account().producer())
                    .put("run", mark.account().run())
                    .put("number", mark.number()));
  }

  private static void add(Stored row, ObjectNode node) {
    node.put("table", row.table())
        .put("file", row.file().location())
        .put("file_rows", row.file().rows())
        .put("file_bytes", row.file().bytes());
    row.committed().ifPresent(commit -> add("committed", commit, node));
    row.rewritten().ifPresent(commit -> add("rewritten", commit, node));
  }

  private static void add(String what, Stored.Commit commit, ObjectNode node) {
    node.putObject(what).put("snapshot", commit.snapshot()).put("at", commit.at().toString());
  }

  private static String code(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }
}
