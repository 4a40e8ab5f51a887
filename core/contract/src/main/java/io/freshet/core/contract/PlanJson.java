package io.freshet.core.contract;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Locale;

/** A plan as commands tell it: {@code ok} unless something is refused, and every change. */
public final class PlanJson {
  private PlanJson() {}

  public static ObjectNode of(List<Change> plan) {
    boolean refused = plan.stream().anyMatch(change -> change.action() == Change.Action.REFUSE);
    ObjectNode root = JsonNodeFactory.instance.objectNode().put("ok", !refused);
    ArrayNode array = root.putArray("plan");
    for (Change change : plan) {
      array
          .addObject()
          .put("action", change.action().name().toLowerCase(Locale.ROOT))
          .put("resource", change.resource())
          .put("detail", change.detail());
    }

    return root;
  }
}
