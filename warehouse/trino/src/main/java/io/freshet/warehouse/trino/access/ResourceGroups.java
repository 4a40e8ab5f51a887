package io.freshet.warehouse.trino.access;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * How queries share the cluster: the platform's own work apart from people's, and people alike, so
 * that one person's twenty queries never stand before another's first. Read when Trino starts.
 */
public final class ResourceGroups {
  private static final String ROOT = "freshet";

  private ResourceGroups() {}

  public static ObjectNode shared() {
    ObjectNode root = JsonNodeFactory.instance.objectNode();
    ArrayNode children =
        group(root.putArray("rootGroups"), ROOT, "90%", 20, 500)
            .put("schedulingPolicy", "fair")
            .putArray("subGroups");
    group(children, "platform", "60%", 10, 200);
    ArrayNode people =
        group(children, "people", "80%", 12, 300)
            .put("schedulingPolicy", "fair")
            .putArray("subGroups");
    group(people, "${USER}", "50%", 3, 50);
    ArrayNode selectors = root.putArray("selectors");
    selectors.addObject().put("user", Groups.PLATFORM_USER).put("group", ROOT + ".platform");
    selectors.addObject().put("group", ROOT + ".people.${USER}");

    return root;
  }

  private static ObjectNode group(
      ArrayNode siblings, String name, String memory, int running, int queued) {
    return siblings
        .addObject()
        .put("name", name)
        .put("softMemoryLimit", memory)
        .put("hardConcurrencyLimit", running)
        .put("maxQueued", queued);
  }
}
