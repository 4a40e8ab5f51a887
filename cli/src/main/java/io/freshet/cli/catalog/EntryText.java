package io.freshet.cli.catalog;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.freshet.cli.output.TextTable;
import io.freshet.recovery.metadata.Entry;
import io.freshet.recovery.metadata.Entry.Action;
import java.io.PrintWriter;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;

/** What was found of tables and views in the store. */
public final class EntryText {
  private EntryText() {}

  public static void print(List<Entry> entries, PrintWriter out) {
    TextTable text = new TextTable("", "name", "kind", "last updated (UTC)", "why");
    for (Entry entry : entries) {
      text.row(
          word(entry.action()),
          entry.name().orElse(entry.folder()),
          entry.kind().word(),
          entry.lastUpdated().map(EntryText::second).orElse(""),
          entry.detail());
    }
    text.print(out);
    entries.stream()
        .filter(entry -> !entry.neverCommitted().isEmpty())
        .forEach(
            entry ->
                out.printf(
                    "%s: %d metadata files that no commit has built upon were passed over: %s%n",
                    entry.name().orElse(entry.folder()),
                    entry.neverCommitted().size(),
                    String.join(", ", entry.neverCommitted())));
  }

  public static void json(List<Entry> entries, ArrayNode array) {
    for (Entry entry : entries) {
      ObjectNode node =
          array
              .addObject()
              .put("action", entry.action().name().toLowerCase(Locale.ROOT))
              .put("kind", entry.kind().word())
              .put("name", entry.name().orElse(null))
              .put("folder", entry.folder())
              .put("metadata", entry.metadata().orElse(null))
              .put("last_updated", entry.lastUpdated().map(Instant::toString).orElse(null))
              .put("detail", entry.detail());
      ArrayNode passed = node.putArray("never_committed");
      entry.neverCommitted().forEach(passed::add);
    }
  }

  private static String word(Action action) {
    return switch (action) {
      case REGISTER -> "+";
      case AS_IS -> "=";
      case BEHIND -> "~";
      case UNDECIDED -> "!";
    };
  }

  private static String second(Instant instant) {
    return instant.truncatedTo(ChronoUnit.SECONDS).toString();
  }
}
