package io.freshet.core.contract;

import java.io.Serializable;
import java.util.Collections;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Who may read a contract's table, and what of it: every engine's masks and row filters follow from
 * this. A role that is not among these may read nothing of the table. Immutable.
 *
 * @param roles in the order in which the contract names them, each name once
 * @param readers services that read the stream over HTTP, each with one of the roles
 */
public record AccessPolicy(List<RoleAccess> roles, Map<String, String> readers)
    implements Serializable {
  /** Sees what is public or internal. */
  public static final String ANALYST = "analyst";

  /** Sees everything. */
  public static final String DATA_ENGINEER = "data_engineer";

  public AccessPolicy {
    roles = List.copyOf(roles);
    readers = Collections.unmodifiableMap(new LinkedHashMap<>(readers));
  }

  /** Of a stream that nobody reads over HTTP. */
  public AccessPolicy(List<RoleAccess> roles) {
    this(roles, Map.of());
  }

  /** What holds where a contract names no roles. */
  public static AccessPolicy standard() {
    return new AccessPolicy(
        List.of(
            new RoleAccess(
                ANALYST,
                "Reads what is public or internal; the rest is masked",
                EnumSet.noneOf(Classification.class),
                Optional.empty()),
            new RoleAccess(
                DATA_ENGINEER,
                "Reads everything",
                EnumSet.allOf(Classification.class),
                Optional.empty())));
  }

  /** What a role may see; empty when it may not read the table at all. */
  public Optional<RoleAccess> role(String name) {
    return roles.stream().filter(role -> role.name().equals(name)).findFirst();
  }

  /** As what a service reads the stream over HTTP; empty when it may not. */
  public Optional<RoleAccess> reader(String name) {
    return Optional.ofNullable(readers.get(name)).flatMap(this::role);
  }
}
