package io.freshet.console.rows;

import io.freshet.core.contract.Contract;
import io.freshet.core.contract.RoleAccess;
import java.util.Optional;

/**
 * As whom everybody looks who looks at rows here: whoever is logged in, all of them are the one
 * user of Trino's that the settings name.
 *
 * @param role of the contracts; nothing is shown that it may not see
 * @param user in Trino
 * @param hasTrino whether the settings name a Trino to ask
 */
public record Viewer(String role, String user, boolean hasTrino) {
  /** Why nothing is read where there is no Trino. */
  public static final String NO_TRINO =
      "No rows are read here: the profile names no Trino by trino.host and trino.port, or by"
          + " trino.host and console.token.";

  /** What the role sees of a contract's table; empty where it may not read it. */
  public Optional<RoleAccess> access(Contract contract) {
    return contract.access().role(role);
  }
}
