package io.freshet.warehouse.trino.access;

import com.fasterxml.jackson.databind.JsonNode;
import io.freshet.core.contract.Change;
import io.freshet.core.contract.Contracts;
import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import io.freshet.core.toolkit.PrivateFiles;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The folder from which Trino reads who may do what. Each file is replaced as a whole, and Trino
 * takes rules and groups over within seconds. Writing the same again changes nothing.
 *
 * @param folder holds {@code rules.json}, {@code groups.txt} and {@code resource-groups.json}
 */
public record AccessFiles(Path folder) {

  /** Makes the rules follow the contracts. */
  public void write(Contracts contracts) {
    write(contracts, groups());
  }

  /** The same, with other groups. */
  public void write(Contracts contracts, Groups groups) {
    replace("groups.txt", groups.print());
    replace("rules.json", print(AccessRules.of(contracts, groups)));
    replace("resource-groups.json", print(ResourceGroups.shared()));
  }

  /** What would change if the rules were to follow the contracts; writes nothing. */
  public Change plan(Contracts contracts) {
    String resource = "access rules";
    boolean same =
        isSame("rules.json", print(AccessRules.of(contracts, groups())))
            && isSame("resource-groups.json", print(ResourceGroups.shared()))
            && isSame("groups.txt", groups().print());
    if (same) {
      return Change.none(resource);
    }

    return new Change(
        Change.Action.UPDATE,
        resource,
        "for the roles " + String.join(", ", AccessRules.roles(contracts)),
        () -> write(contracts));
  }

  /** Who is in which group now. */
  public Groups groups() {
    Path file = folder.resolve("groups.txt");
    try {
      return Files.exists(file) ? Groups.parse(Files.readString(file)) : Groups.none();
    } catch (IOException e) {
      throw new FreshetException(
          Fault.DEPENDENCY, "Cannot read %s: %s".formatted(file, e.getMessage()), e);
    }
  }

  private static String print(JsonNode json) {
    return json.toPrettyString() + "\n";
  }

  private boolean isSame(String name, String content) {
    Path file = folder.resolve(name);
    try {
      return Files.exists(file) && Files.readString(file).equals(content);
    } catch (IOException e) {
      throw new FreshetException(
          Fault.DEPENDENCY, "Cannot read %s: %s".formatted(file, e.getMessage()), e);
    }
  }

  private void replace(String name, String content) {
    if (isSame(name, content)) {
      return;
    }
    Path file = folder.resolve(name);
    try {
      PrivateFiles.write(file, content.getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new FreshetException(
          Fault.DEPENDENCY, "Cannot write %s: %s".formatted(file, e.getMessage()), e);
    }
  }
}
