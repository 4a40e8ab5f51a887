package io.freshet.cli.deploy;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.freshet.cli.contract.diff.ConsumerImpact;
import io.freshet.deploy.manifest.ManifestDiff;
import io.freshet.deploy.manifest.ManifestDiff.Action;
import io.freshet.deploy.manifest.ManifestDiff.Change;
import io.freshet.deploy.manifest.ManifestDiff.FieldChange;
import io.freshet.deploy.manifest.UpgradeNotes;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;

/** What a render changes, for people and as JSON. */
record PlanReport(ManifestDiff diff, List<UpgradeNotes.Note> notes, ConsumerImpact impact) {
  boolean ok() {
    return impact.breaksNobody() && notes.stream().noneMatch(UpgradeNotes.Note::refused);
  }

  void print(PrintWriter out) {
    for (Change change : diff.changes()) {
      out.printf("%s %s%n", sign(change.action()), change.resource());
      for (FieldChange field : change.fields()) {
        out.printf(
            "    %s: %s → %s%n",
            field.field(), field.before().orElse("none"), field.after().orElse("none"));
      }
    }
    out.printf(
        "%d resources added, %d changed, %d removed%n",
        count(Action.ADD), count(Action.CHANGE), count(Action.REMOVE));
    for (UpgradeNotes.Note note : notes) {
      out.printf("%s %s %s%n", note.refused() ? "!" : "~", note.resource(), note.text());
    }
    impact.print(out);
  }

  private long count(Action action) {
    return diff.changes().stream().filter(change -> change.action() == action).count();
  }

  private static String sign(Action action) {
    return switch (action) {
      case ADD -> "+";
      case CHANGE -> "~";
      case REMOVE -> "-";
    };
  }

  ObjectNode json() {
    ObjectNode root = JsonNodeFactory.instance.objectNode().put("ok", ok());
    ArrayNode resources = root.putArray("resources");
    for (Change change : diff.changes()) {
      ArrayNode fields =
          resources
              .addObject()
              .put("action", change.action().name().toLowerCase(Locale.ROOT))
              .put("resource", change.resource())
              .putArray("fields");
      for (FieldChange field : change.fields()) {
        fields
            .addObject()
            .put("field", field.field())
            .put("before", field.before().orElse(null))
            .put("after", field.after().orElse(null));
      }
    }
    ArrayNode upgrades = root.putArray("upgrades");
    for (UpgradeNotes.Note note : notes) {
      upgrades
          .addObject()
          .put("resource", note.resource())
          .put("refused", note.refused())
          .put("text", note.text());
    }
    root.set("impact", impact.json());

    return root;
  }
}
