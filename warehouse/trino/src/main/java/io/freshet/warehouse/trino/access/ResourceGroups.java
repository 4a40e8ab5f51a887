package io.freshet.warehouse.trino.access;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.function.Consumer;

/**
 * How queries share the cluster: the platform's own work apart from people's, and people alike, so
 * that one person's twenty queries never stand before another's first. Read when Trino starts.
 */
public final class ResourceGroups {
  private static final String ROOT = "freshet";

  private ResourceGroups() {}

  /** Of the embedded Trino, which the platform's own user asks. */
  public static ObjectNode shared() {
    return after(selector -> selector.put("user", Groups.PLATFORM_USER));
  }

  /** Of a cluster's, which people alone ask. */
  public static ObjectNode ofCluster() {
    return people(JsonNodeFactory.instance.arrayNode());
  }

  /**
   * Of one in which somebody builds marts.
   *
   * @param builders their group
   */
  public static ObjectNode ofCluster(String builders) {
    return after(selector -> selector.put("userGroup", builders));
  }

  private static ObjectNode after(Consumer<ObjectNode> platform) {
    ArrayNode selectors = JsonNodeFactory.instance.arrayNode();
    ObjectNode selector = selectors.addObject();
    platform.accept(selector);
    selector.put("group", ROOT + ".platform");

    return people(selectors);
  }

  private static ObjectNode people(ArrayNode selectors) {
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
    selectors.addObject().put("group", ROOT + ".people.${USER}");
    root.set("selectors", selectors);

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
