package io.freshet.batch.landing;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.freshet.batch.landing.given.GivenFile;
import io.freshet.batch.landing.given.LandingPlan;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a landing has done, or would do.
 *
 * @param accounts by the numbers of files; empty of a plan
 * @param refusals by cause, the most frequent first
 * @param snapshot empty where there was nothing to land
 */
public record LandingReport(
    String table,
    LandingPlan plan,
    Map<Integer, FileAccount> accounts,
    List<Refusals> refusals,
    Optional<Long> snapshot) {
  public LandingReport {
    accounts = Map.copyOf(accounts);
    refusals = List.copyOf(refusals);
  }

  /**
   * Rows that were refused for one cause.
   *
   * @param example what is wrong with one of them, and where it is
   */
  record Refusals(String cause, long rows, String example) {}

  static LandingReport planned(String table, LandingPlan plan) {
    return new LandingReport(table, plan, Map.of(), List.of(), Optional.empty());
  }

  public long landed() {
    return accounts.values().stream().mapToLong(FileAccount::fit).sum();
  }

  public long deadLettered() {
    return accounts.values().stream().mapToLong(FileAccount::refused).sum();
  }

  /** The files that are to be landed, and those that the table holds. */
  public ObjectNode writePlan(ObjectNode root) {
    ObjectNode node = root.putObject("plan").put("table", table);
    ArrayNode files = node.putArray("files");
    plan.fresh()
        .forEach(
            (number, file) -> {
              ObjectNode described = describe(files.addObject(), file).put("number", number);
              if (plan.extended().containsKey(number)) {
                described.put("extends", plan.extended().get(number).name());
              }
            });
    ArrayNode held = node.putArray("held");
    plan.held().forEach(file -> describe(held.addObject(), file));

    return node;
  }

  private static ObjectNode describe(ObjectNode node, GivenFile file) {
    return node.put("name", file.name())
        .put("format", file.format().name().toLowerCase(java.util.Locale.ROOT))
        .put("bytes", file.bytes())
        .put("content", file.content());
  }

  /** What came of it. */
  public ObjectNode writeReceipt(ObjectNode root) {
    ObjectNode node =
        root.putObject("receipt")
            .put("table", table)
            .put("rows", landed())
            .put("dead_lettered", deadLettered());
    snapshot.ifPresent(id -> node.put("snapshot_id", id));
    ArrayNode files = node.putArray("files");
    plan.fresh()
        .forEach(
            (number, file) -> {
              FileAccount account = accounts.getOrDefault(number, FileAccount.EMPTY);
              files
                  .addObject()
                  .put("name", file.name())
                  .put("number", number)
                  .put("rows", account.fit())
                  .put("dead_lettered", account.refused())
                  .put("late", account.late());
            });
    ArrayNode refused = node.putArray("refused");
    refusals.forEach(
        each ->
            refused
                .addObject()
                .put("cause", each.cause())
                .put("rows", each.rows())
                .put("example", each.example()));

    return node;
  }
}
