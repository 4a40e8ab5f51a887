package io.freshet.cli.contract.diff.sql;

import java.util.HashSet;
import java.util.Set;

/**
 * What holds the sought column under its name: stream and table of the contract, and the dbt models
 * that hand it on.
 *
 * @param macros those of dbt in which it is named
 */
public record Carriers(String contract, Set<String> models, Set<String> macros) {
  public Carriers {
    models = Set.copyOf(models);
    macros = Set.copyOf(macros);
  }

  public Carriers with(String model) {
    Set<String> more = new HashSet<>(models);
    more.add(model);

    return new Carriers(contract, more, macros);
  }

  /** Outside of dbt a model goes by its table's name, which may be a contract's as well. */
  boolean have(SqlRelation relation) {
    return switch (relation.kind()) {
      case SOURCE -> contract.equals(relation.name());
      case MODEL -> models.contains(relation.name());
      case TABLE, NAME -> names().contains(relation.name());
    };
  }

  public Set<String> names() {
    Set<String> names = new HashSet<>(models);
    names.add(contract);

    return names;
  }
}
