package io.freshet.warehouse.trino.access;

import com.fasterxml.jackson.databind.JsonNode;
import io.freshet.core.contract.Change;
import io.freshet.core.contract.Contracts;
import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * The folder from which Trino reads who may do what. Each file is replaced as a whole, and Trino
 * takes rules and groups over within seconds. Writing the same again changes nothing.
 *
 * @param folder holds {@code rules.json}, {@code groups.txt} and {@code resource-groups.json}
 */
public record AccessFiles(Path folder) {

  /** Makes the rules follow the contracts; says whether they did not before. */
  public boolean write(Contracts contracts) {
    return write(contracts, groups());
  }

  /** The same, with other groups. */
  public boolean write(Contracts contracts, Groups groups) {
    boolean changed = replace("groups.txt", groups.print());
    changed |= replace("rules.json", print(AccessRules.of(contracts, groups)));
    changed |= replace("resource-groups.json", print(ResourceGroups.shared()));

    return changed;
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

  private boolean replace(String name, String content) {
    Path file = folder.resolve(name);
    try {
      if (isSame(name, content)) {
        return false;
      }
      Files.createDirectories(folder);
      Path whole =
          Files.createTempFile(
              folder,
              name,
              ".new",
              PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
      Files.write(whole, content.getBytes(StandardCharsets.UTF_8));
      Files.move(whole, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);

      return true;
    } catch (IOException e) {
      throw new FreshetException(
          Fault.DEPENDENCY, "Cannot write %s: %s".formatted(file, e.getMessage()), e);
    }
  }
}
