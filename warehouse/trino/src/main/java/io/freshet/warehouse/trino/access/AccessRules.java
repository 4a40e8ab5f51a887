package io.freshet.warehouse.trino.access;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.freshet.core.contract.Contract;
import io.freshet.core.contract.Contracts;
import io.freshet.core.contract.Field;
import io.freshet.core.contract.FieldType;
import io.freshet.core.contract.FieldType.Scalar;
import io.freshet.core.contract.RoleAccess;
import io.freshet.core.contract.RowFilter;
import io.freshet.core.contract.TableSettings.Partitioning;
import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import io.freshet.warehouse.trino.SqlText;
import io.freshet.warehouse.trino.scratch.ScratchSchemas;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The rules of Trino's file-based access control, made from contracts: what no rule allows is
 * refused. The first rule that fits decides, so of two roles the one that sees more comes first.
 */
public final class AccessRules {
  /** Where the generated views are; they show nobody more than the tables below them do. */
  private static final List<String> VIEW_SCHEMAS = List.of("freshet", "views", "cut_[0-9_]+");

  /** Where models are built that no contract describes. */
  static final String MARTS = "marts";

  static final String LAKE = "lake";
  private static final String EVERY_METADATA_TABLE = "\\$.*";
  // What these say of a table is how it grew, never what is in it.
  private static final String HARMLESS_METADATA_TABLE = "\\$(properties|snapshots|history|refs)";

  private final List<Contract> tables;
  private final Groups groups;
  private final Set<String> roles;

  private AccessRules(Contracts contracts, Groups groups) {
    this.tables = contracts.all().stream().filter(table -> table.table().isPresent()).toList();
    this.groups = groups;
    this.roles = roles(contracts);
  }

  /** Of the embedded Trino, in which the platform's own user may do everything. */
  public static ObjectNode of(Contracts contracts, Groups groups) {
    return new AccessRules(contracts, groups).after(PlatformRules.ofItsUser());
  }

  /** Of a cluster's, where people log in, and no name may do more than its groups. */
  public static ObjectNode ofCluster(Contracts contracts, Groups groups) {
    return new AccessRules(contracts, groups).after(PlatformRules.ofNobody());
  }

  /**
   * The same where somebody builds marts, as dbt does: they read all tables of contracts as they
   * are, and write where marts are built.
   *
   * @param builders their group, which is no role
   */
  public static ObjectNode ofCluster(Contracts contracts, Groups groups, String builders) {
    AccessRules rules = new AccessRules(contracts, groups);
    if (rules.roles.contains(builders)) {
      throw new FreshetException(
          Fault.CALLER,
          "%s is a role of contracts; who builds marts reads more than a role, and needs a group of its own"
              .formatted(builders));
    }

    return rules.after(PlatformRules.ofBuilders(builders, rules.readable()));
  }

  /** Every role that a contract names, in the order of their names. */
  public static Set<String> roles(Contracts contracts) {
    return contracts.all().stream()
        .filter(contract -> contract.table().isPresent())
        .flatMap(contract -> contract.access().roles().stream())
        .map(RoleAccess::name)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private ObjectNode after(ObjectNode first) {
    catalogs(of("catalogs", first));
    tables(of("tables", first));
    // Not the catalog's table functions: table_changes would show rows without their masks.
    privileges(
        of("functions", first).addObject().put("catalog", "system").put("schema", "builtin"),
        "EXECUTE");
    of("queries", first).addObject().putArray("allow").add("execute");
    of("system_session_properties", first).addObject().put("allow", true);

    return first;
  }

  private static ArrayNode of(String kind, ObjectNode rules) {
    return (ArrayNode) rules.get(kind);
  }

  /** Where tables of contracts are, and what shows them. */
  private List<String> readable() {
    Stream<String> namespaces = tables.stream().map(table -> table.requireTable().namespace());

    return Stream.concat(namespaces, VIEW_SCHEMAS.stream()).distinct().sorted().toList();
  }

  private void catalogs(ArrayNode rules) {
    rules.addObject().put("group", Groups.TEAM + ".*").put("catalog", LAKE).put("allow", "all");
    anyRole(rules).put("catalog", LAKE + "|system").put("allow", "read-only");
  }

  private void tables(ArrayNode rules) {
    for (String team : groups.teams()) {
      privileges(
          rules
              .addObject()
              .put("group", Groups.TEAM + team)
              .put("catalog", LAKE)
              .put("schema", ScratchSchemas.schema(team)),
          "SELECT",
          "INSERT",
          "DELETE",
          "UPDATE",
          "OWNERSHIP");
    }
    tables.forEach(contract -> contractTable(rules, contract));
    for (String role : roles) {
      if (readsAllRows(role)) {
        ObjectNode rule = inLake(rules, role, MARTS, "[^$]*");
        maskNames(rule, role);
        privileges(rule, "SELECT");
      }
    }
    privileges(
        anyRole(rules).put("catalog", LAKE).put("schema", String.join("|", VIEW_SCHEMAS)),
        "SELECT");
    privileges(anyRole(rules).put("catalog", ".*").put("schema", "information_schema"), "SELECT");
    privileges(anyRole(rules).put("catalog", "system").put("schema", "jdbc|metadata"), "SELECT");
  }

  private void contractTable(ArrayNode rules, Contract contract) {
    String schema = contract.requireTable().namespace();
    List<RoleAccess> mostFirst =
        contract.access().roles().stream()
            .sorted(Comparator.comparing(AccessRules::keptBack))
            .toList();
    for (RoleAccess role : mostFirst) {
      ObjectNode rule = inLake(rules, role.name(), schema, contract.name());
      mask(rule, contract, role);
      role.onlyWhere().ifPresent(filter -> rule.put("filter", condition(filter)));
      privileges(rule, "SELECT");
      if (role.seesEverything()) {
        privileges(
            inLake(rules, role.name(), schema, contract.name() + EVERY_METADATA_TABLE), "SELECT");
      }
    }
    privileges(
        anyRole(rules)
            .put("catalog", LAKE)
            .put("schema", schema)
            .put("table", contract.name() + HARMLESS_METADATA_TABLE),
        "SELECT");
    privileges(
        rules
            .addObject()
            .put("catalog", LAKE)
            .put("schema", schema)
            .put("table", contract.name() + "(\\$.*)?"));
  }

  /** Rows weigh more than columns. */
  private static int keptBack(RoleAccess role) {
    return (role.onlyWhere().isPresent() ? 100 : 0) - role.sees().size();
  }

  private static void mask(ObjectNode rule, Contract contract, RoleAccess role) {
    List<String> masked =
        contract.schema().fields().stream().filter(role::masks).map(Field::name).toList();
    if (masked.isEmpty()) {
      return;
    }
    ArrayNode columns = rule.putArray("columns");
    masked.forEach(column -> mask(columns, column));
    boolean partitioned =
        contract.requireTable().partitioning().stream()
            .map(Partitioning::column)
            .anyMatch(masked::contains);
    if (partitioned) {
      // A file's place names the values of its partition.
      List.of("$path", "$partition")
          .forEach(column -> columns.addObject().put("name", column).put("allow", false));
    }
  }

  /**
   * In tables without a contract a name is all there is to go by: a column's, or that of an
   * object's part when it was flattened.
   */
  private void maskNames(ObjectNode rule, String role) {
    Set<String> masked =
        tables.stream()
            .flatMap(contract -> masked(contract, role))
            .collect(Collectors.toCollection(TreeSet::new));
    if (!masked.isEmpty()) {
      ArrayNode columns = rule.putArray("columns");
      masked.forEach(column -> mask(columns, column));
    }
  }

  private static Stream<String> masked(Contract contract, String role) {
    return contract.access().role(role).stream()
        .flatMap(
            access ->
                contract.schema().fields().stream()
                    .flatMap(field -> masked(field, field.name(), access)));
  }

  private static Stream<String> masked(Field field, String name, RoleAccess access) {
    if (!access.masks(field)) {
      return Stream.empty();
    }
    Stream<String> parts =
        field.type() instanceof FieldType.Struct struct
            ? struct.fields().stream()
                .flatMap(part -> masked(part, name + "_" + part.name(), access))
            : Stream.empty();

    return Stream.concat(Stream.of(name), parts);
  }

  private boolean readsAllRows(String role) {
    return tables.stream()
        .flatMap(contract -> contract.access().role(role).stream())
        .allMatch(access -> access.onlyWhere().isEmpty());
  }

  private static void mask(ArrayNode columns, String column) {
    columns.addObject().put("name", column).put("mask", "NULL");
  }

  private static String condition(RowFilter filter) {
    Function<String, String> literal =
        filter.type() == Scalar.STRING ? SqlText::text : Function.identity();

    return "%s IN (%s)"
        .formatted(
            SqlText.name(filter.column()),
            filter.values().stream().map(literal).collect(Collectors.joining(", ")));
  }

  private ObjectNode anyRole(ArrayNode rules) {
    return rules.addObject().put("group", String.join("|", roles));
  }

  private static ObjectNode inLake(ArrayNode rules, String role, String schema, String table) {
    return rules
        .addObject()
        .put("group", role)
        .put("catalog", LAKE)
        .put("schema", schema)
        .put("table", table);
  }

  static void privileges(ObjectNode rule, String... privileges) {
    ArrayNode list = rule.putArray("privileges");
    List.of(privileges).forEach(list::add);
  }
}
