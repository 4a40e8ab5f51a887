package io.freshet.warehouse.trino.access;

import io.freshet.core.contract.RoleAccess;
import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import io.freshet.core.toolkit.NearestName;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Who has which role and belongs to which team, as Trino's group file says it. A role is a group of
 * its name, a team one whose name begins with {@code team_}. Immutable.
 */
public final class Groups {
  /** The platform's own user; it may do everything. */
  public static final String PLATFORM_USER = "freshet";

  /** As whom the web console reads rows, where its settings name nobody else. */
  public static final String CONSOLE_USER = "console";

  /** What the names of teams' groups begin with. */
  public static final String TEAM = RoleAccess.TEAM;

  private static final Pattern USER = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._@-]{0,99}");
  private static final Pattern TEAM_NAME = Pattern.compile("[a-z][a-z0-9]*(_[a-z0-9]+)*");
  private static final int LONGEST_TEAM_NAME = 50;

  private final TreeMap<String, TreeSet<String>> members = new TreeMap<>();

  private Groups() {}

  /** Nobody. */
  public static Groups none() {
    return new Groups();
  }

  /** Reads lines of {@code group:user,user}. The platform's own user needs no group: left out. */
  public static Groups parse(String text) {
    Groups groups = none();
    for (String line : text.split("\n", -1)) {
      int colon = line.indexOf(':');
      if (line.isBlank()) {
        continue;
      }
      if (colon < 1) {
        throw new FreshetException(
            Fault.CALLER,
            "The group file has the line \"%s\"; right would be group:user,user".formatted(line));
      }
      for (String user : line.substring(colon + 1).split(",", -1)) {
        String name = user.strip();
        if (!name.isEmpty() && !name.equals(PLATFORM_USER)) {
          groups = groups.with(line.substring(0, colon).strip(), name);
        }
      }
    }

    return groups;
  }

  /** Gives a user a role in place of the one they had: a person has one. */
  public Groups withRole(String user, String role, Collection<String> knownRoles) {
    requireUser(user);
    if (!knownRoles.contains(role)) {
      throw new FreshetException(
          Fault.CALLER,
          "No contract names the role %s%s".formatted(role, NearestName.hint(role, knownRoles)));
    }

    return withoutRoles(user).with(role, user);
  }

  public Groups withTeam(String user, String team) {
    requireUser(user);
    requireTeam(team);

    return with(TEAM + team, user);
  }

  /** The same without a user, who may then do nothing; refuses one who is in no group. */
  public Groups without(String user) {
    Set<String> users =
        members.values().stream()
            .flatMap(Set::stream)
            .collect(Collectors.toCollection(TreeSet::new));
    if (!users.contains(user)) {
      throw new FreshetException(
          Fault.CALLER,
          "%s has neither role nor team%s".formatted(user, NearestName.hint(user, users)));
    }
    Groups copy = copy();
    copy.members.values().forEach(group -> group.remove(user));
    copy.members.values().removeIf(Set::isEmpty);

    return copy;
  }

  /** The groups of a user, in the order of their names. */
  public List<String> of(String user) {
    return members.entrySet().stream()
        .filter(group -> group.getValue().contains(user))
        .map(group -> group.getKey())
        .toList();
  }

  /** The role of a user, empty when they have none. */
  public List<String> rolesOf(String user) {
    return of(user).stream().filter(group -> !group.startsWith(TEAM)).toList();
  }

  /** Names of the teams that have a member. */
  public List<String> teams() {
    return members.keySet().stream()
        .filter(group -> group.startsWith(TEAM))
        .map(group -> group.substring(TEAM.length()))
        .toList();
  }

  /** As {@link #parse} reads it. */
  public String print() {
    return members.entrySet().stream()
        .map(group -> group.getKey() + ":" + String.join(",", group.getValue()) + "\n")
        .collect(Collectors.joining());
  }

  /** Refuses what can't be the name of a team. */
  public static void requireTeam(String team) {
    if (team.length() > LONGEST_TEAM_NAME || !TEAM_NAME.matcher(team).matches()) {
      throw new FreshetException(
          Fault.CALLER,
          "%s is no name of a team; right would be lower-case words joined by underscores, at most"
                  .formatted(team)
              + " %d characters".formatted(LONGEST_TEAM_NAME));
    }
  }

  /** Refuses what can't be the name of a person: the platform's own user is none. */
  public static void requireUser(String user) {
    if (!USER.matcher(user).matches()) {
      throw new FreshetException(
          Fault.CALLER,
          "%s is no name of a user; right would be letters, digits and . _ @ -".formatted(user));
    }
    if (user.equals(PLATFORM_USER)) {
      throw new FreshetException(
          Fault.CALLER,
          "%s is the platform's own user and may do everything; name a person".formatted(user));
    }
  }

  private Groups withoutRoles(String user) {
    Groups copy = copy();
    copy.members.forEach(
        (group, users) -> {
          if (!group.startsWith(TEAM)) {
            users.remove(user);
          }
        });
    copy.members.values().removeIf(Set::isEmpty);

    return copy;
  }

  private Groups with(String group, String user) {
    Groups copy = copy();
    copy.members.computeIfAbsent(group, name -> new TreeSet<>()).add(user);

    return copy;
  }

  private Groups copy() {
    Groups copy = new Groups();
    members.forEach((group, users) -> copy.members.put(group, new TreeSet<>(users)));

    return copy;
  }
}
