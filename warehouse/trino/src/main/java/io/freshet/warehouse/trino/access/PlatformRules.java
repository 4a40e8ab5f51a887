package io.freshet.warehouse.trino.access;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/**
 * Rules of those who do the platform's own work, which come before those of people. Every kind of
 * rule is there, if empty: of a kind that a file does not have, Trino allows nearly everything.
 */
final class PlatformRules {
  /** Where models are built that no contract describes, the last for whoever asks. */
  private static final List<String> LAYERS = List.of("staging", "intermediate", AccessRules.MARTS);

  private static final List<String> KINDS =
      List.of(
          "catalogs",
          "schemas",
          "tables",
          "functions",
          "procedures",
          "queries",
          "system_information",
          "impersonation",
          "system_session_properties",
          "catalog_session_properties");

  private final ObjectNode root = JsonNodeFactory.instance.objectNode();

  private PlatformRules() {
    KINDS.forEach(root::putArray);
  }

  /** Of a Trino that only the platform reaches without a login: its user may do everything. */
  static ObjectNode ofItsUser() {
    return new PlatformRules().user();
  }

  /** Of one that lets in people alone. */
  static ObjectNode ofNobody() {
    return new PlatformRules().root;
  }

  /**
   * Of one that lets in people, some of whom build marts.
   *
   * @param group theirs
   * @param schemas that they read as they are
   */
  static ObjectNode ofBuilders(String group, List<String> schemas) {
    return new PlatformRules().builders(group, schemas);
  }

  private ObjectNode user() {
    user("catalogs").put("allow", "all");
    user("schemas").put("owner", true);
    AccessRules.privileges(
        user("tables"), "SELECT", "INSERT", "DELETE", "UPDATE", "OWNERSHIP", "GRANT_SELECT");
    AccessRules.privileges(user("functions"), "EXECUTE", "GRANT_EXECUTE", "OWNERSHIP");
    AccessRules.privileges(user("procedures"), "EXECUTE", "GRANT_EXECUTE");
    user("queries").putArray("allow").add("view").add("execute").add("kill");
    user("system_information").putArray("allow").add("read").add("write");
    rule("impersonation").put("original_user", Groups.PLATFORM_USER).put("new_user", ".*");
    user("catalog_session_properties").put("allow", true);

    return root;
  }

  private ObjectNode builders(String group, List<String> schemas) {
    String layers = String.join("|", LAYERS);
    in("catalogs", group, AccessRules.LAKE).put("allow", "all");
    in("catalogs", group, "system").put("allow", "read-only");
    in("schemas", group, AccessRules.LAKE).put("schema", layers).put("owner", true);
    AccessRules.privileges(
        in("tables", group, AccessRules.LAKE).put("schema", layers),
        "SELECT",
        "INSERT",
        "DELETE",
        "UPDATE",
        "OWNERSHIP");
    select(in("tables", group, AccessRules.LAKE).put("schema", String.join("|", schemas)));
    select(in("tables", group, ".*").put("schema", "information_schema"));
    select(in("tables", group, "system").put("schema", "jdbc|metadata"));

    return root;
  }

  private static void select(ObjectNode rule) {
    AccessRules.privileges(rule, "SELECT");
  }

  private ObjectNode user(String kind) {
    return rule(kind).put("user", Groups.PLATFORM_USER);
  }

  private ObjectNode in(String kind, String group, String catalog) {
    return rule(kind).put("group", group).put("catalog", catalog);
  }

  private ObjectNode rule(String kind) {
    return ((ArrayNode) root.get(kind)).addObject();
  }
}
