package io.freshet.console.page;

import io.freshet.console.board.TableStatus;
import io.freshet.console.receipts.Receipt;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * What somebody types to see or do the same.
 *
 * @param line to be typed as it stands; names in it are of contracts, which need no quotes, and
 *     what people wrote is {@link #quoted}
 */
public record Command(String purpose, String line) {
  private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9_]*");

  /** As one word of a shell, whatever it is. */
  static String quoted(String text) {
    return "'" + text.replace("'", "'\\''") + "'";
  }

  /** Of all tables. */
  static List<Command> tables() {
    return List.of(
        new Command("The same on a terminal", "./freshet freshness"),
        new Command("Everything that can be wrong, and what to do", "./freshet doctor"),
        new Command("Prove all tables", "./freshet prove"));
  }

  static List<Command> contracts() {
    return List.of(
        new Command("Check all", "./freshet contract lint"),
        new Command("Draft one from samples", "./freshet contract new NAME --from FILE"),
        new Command("What applying them would do", "./freshet contract apply --dry-run"));
  }

  static List<Command> receipts() {
    return List.of(
        new Command("Prove all tables", "./freshet prove"),
        new Command("What maintenance would do", "./freshet maintain --dry-run"));
  }

  /**
   * What does the same again as the one that has left it; none of what is not to be done again just
   * so. Names in it are what others have written: only those that can be of a contract are used.
   */
  static List<Command> again(Receipt receipt) {
    return switch (receipt.kind()) {
      case "prove" ->
          receipt.tables().stream()
              .map(table -> table.substring(table.indexOf('.') + 1))
              .filter(name -> NAME.matcher(name).matches())
              .distinct()
              .map(name -> new Command("Prove it anew", "./freshet prove " + name))
              .toList();
      case "maintain" ->
          List.of(new Command("What maintenance would do now", "./freshet maintain --dry-run"));
      case "nightly", "backfill" ->
          receipt.run().stream()
              .filter(run -> NAME.matcher(run.job()).matches())
              .map(
                  run ->
                      new Command(
                          "Run it for the days that have changed",
                          "./freshet run nightly --job %s --changed".formatted(run.job())))
              .toList();
      case "redrive" -> List.of(new Command("What is still refused", "./freshet dlq list"));
      default -> List.of();
    };
  }

  static List<Command> freshness(TableStatus table) {
    List<Command> commands = new ArrayList<>();
    commands.add(new Command("All tables’ freshness", "./freshet freshness"));
    commands.add(
        new Command(
            "Its history",
            "./freshet sql \"select * from raw.freshness_history where table_name = '%s'"
                    .formatted(table.name())
                + " order by event_time desc limit 100\""));
    if (table.contract().stream().isPresent() && !table.isDeadLetters()) {
      commands.add(
          new Command("How long an event takes now", "./freshet probe " + table.contract().name()));
    }

    return commands;
  }

  static List<Command> proof(TableStatus table) {
    String name = table.contract().name();

    return List.of(
        new Command("Prove it anew", "./freshet prove " + name),
        new Command("Every value of what came since", "./freshet prove --since --deep " + name));
  }

  static List<Command> quality(TableStatus table) {
    return table.contract().stream().isPresent() && !table.isDeadLetters()
        ? List.of(
            new Command(
                "What was refused", "./freshet dlq list --contract " + table.contract().name()))
        : List.of();
  }

  static List<Command> snapshots(TableStatus table) {
    return List.of(
        new Command(
            "Read it as it was",
            "./freshet sql \"select * from %s for version as of SNAPSHOT limit 10\""
                .formatted(table.name())),
        new Command("Cuts of its domain", "./freshet cut list"));
  }

  static List<Command> files(TableStatus table) {
    return List.of(
        new Command(
            "What maintenance would do", "./freshet maintain %s --dry-run".formatted(table.name())),
        new Command("Maintain it", "./freshet maintain " + table.name()));
  }

  static List<Command> lineage(TableStatus table) {
    return List.of(
        new Command("The whole way", "./freshet lineage " + table.name()),
        new Command(
            "That of a column", "./freshet lineage %s --column COLUMN".formatted(table.name())));
  }

  static List<Command> schema() {
    return List.of(
        new Command("What a change would break", "./freshet contract diff --against main"));
  }

  /** Of one contract and cause. */
  static List<Command> letters(String contract, String cause, boolean canBeSent) {
    List<Command> commands = new ArrayList<>();
    commands.add(
        new Command(
            "Look at some",
            "./freshet dlq show --contract %s --cause %s".formatted(contract, cause)));
    if (canBeSent) {
      commands.add(
          new Command(
              "What would be sent again",
              "./freshet dlq redrive --contract %s --cause %s --dry-run"
                  .formatted(contract, cause)));
    }

    return commands;
  }
}
