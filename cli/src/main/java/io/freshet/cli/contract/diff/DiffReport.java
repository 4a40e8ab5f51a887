package io.freshet.cli.contract.diff;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.freshet.assurance.change.ContractChange;
import io.freshet.cli.contract.diff.sources.Mention;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * What differs and whom it breaks, for people and as JSON.
 *
 * @param readers of breaking changes
 * @param mentions sources of the project that speak of what breaks
 * @param unknown why nobody could be asked for readers, if so
 */
record DiffReport(
    String against,
    List<ContractChange> changes,
    Map<ContractChange, FoundReaders> readers,
    Map<ContractChange, List<Mention>> mentions,
    Optional<String> unknown) {

  /** Without sources that speak of what breaks. */
  DiffReport(
      String against,
      List<ContractChange> changes,
      Map<ContractChange, FoundReaders> readers,
      Optional<String> unknown) {
    this(against, changes, readers, Map.of(), unknown);
  }

  boolean ok() {
    return changes.stream().noneMatch(ContractChange::isBreaking);
  }

  void print(PrintWriter out) {
    if (changes.isEmpty()) {
      out.println("The contracts ask for the same as at " + against);
      return;
    }
    for (ContractChange change : changes) {
      out.printf(
          "%s %s: %s%s%n",
          change.isBreaking() ? "!" : "~",
          change.place(),
          change.change(),
          change.breaks().map(why -> "; " + why).orElse(""));
      printReaders(change, out);
      for (Mention mention : mentions.getOrDefault(change, List.of())) {
        out.println("    " + mention.text());
      }
    }
    long breaking = changes.stream().filter(ContractChange::isBreaking).count();
    out.printf("%d breaking, %d compatible%n", breaking, changes.size() - breaking);
    unknown.ifPresent(why -> out.println("Who reads what breaks is unknown: " + why));
  }

  private void printReaders(ContractChange change, PrintWriter out) {
    if (!change.breaksReaders() || unknown.isPresent()) {
      return;
    }
    FoundReaders found = readers.get(change);
    if (found.readers().isEmpty()) {
      out.println("    nobody has told of reading it");
    }
    for (Reader reader : found.readers()) {
      out.println("    " + reader.text());
    }
    if (found.truncated()) {
      out.println("    … and more than can be shown");
    }
  }

  ObjectNode json() {
    ObjectNode root =
        JsonNodeFactory.instance
            .objectNode()
            .put("ok", ok())
            .put("against", against)
            .put("readers_known", unknown.isEmpty())
            .put("reason", unknown.orElse(null));
    ArrayNode array = root.putArray("changes");
    for (ContractChange change : changes) {
      ObjectNode node =
          array
              .addObject()
              .put("contract", change.contract())
              .put("column", change.column().orElse(null))
              .put("change", change.change())
              .put("breaking", change.isBreaking())
              .put("why", change.breaks().orElse(null))
              .put("impact", change.impact().name().toLowerCase(Locale.ROOT));
      FoundReaders found = readers.getOrDefault(change, new FoundReaders(List.of(), false));
      ArrayNode who = node.putArray("readers");
      found.readers().forEach(reader -> reader.addTo(who.addObject()));
      node.put("readers_truncated", found.truncated());
      ArrayNode sources = node.putArray("mentions");
      for (Mention mention : mentions.getOrDefault(change, List.of())) {
        mention.addTo(sources.addObject());
      }
    }

    return root;
  }
}
