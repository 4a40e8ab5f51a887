package io.freshet.cli.warehouse;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.freshet.cli.Workspace;
import io.freshet.cli.output.JsonOption;
import io.freshet.core.contract.Contracts;
import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import io.freshet.core.toolkit.Settings;
import io.freshet.warehouse.trino.access.AccessFiles;
import io.freshet.warehouse.trino.access.AccessRules;
import io.freshet.warehouse.trino.access.AccessToken;
import io.freshet.warehouse.trino.access.Groups;
import io.freshet.warehouse.trino.query.TrinoAccess;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "token",
    description = {
      "Gives somebody a role in Trino and the one token by which their laptop connects.",
      "Prints it with the lines for Python, JDBC and the Trino CLI."
    },
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Example:  ./freshet token ana --role analyst --team growth",
      "          ./freshet token ana --revoke"
    })
public final class TokenCommand implements Callable<Integer> {
  @Parameters(paramLabel = "USER", description = "Who it is for")
  private String user;

  @Option(
      names = "--role",
      paramLabel = "ROLE",
      description = "A role that a contract names; in place of the one they have")
  private String role;

  @Option(
      names = "--team",
      paramLabel = "TEAM",
      description = "Also make them a member of a team, for its scratch schema")
  private List<String> teams = List.of();

  @Option(
      names = "--valid",
      paramLabel = "TIME",
      defaultValue = "30d",
      description = "How long the token is good for. Default: ${DEFAULT-VALUE}")
  private Duration valid;

  @Option(names = "--revoke", description = "Take role and teams away: tokens then open nothing")
  private boolean revoke;

  @Mixin private Workspace workspace;
  @Mixin private JsonOption json;
  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    Groups.requireUser(user);
    Settings settings = workspace.settings();
    AccessFiles files = new AccessFiles(Path.of(settings.text("trino.access-folder")));
    Contracts contracts = workspace.contracts();
    if (revoke) {
      revoke(files, contracts);
    } else {
      give(settings, files, contracts);
    }

    return 0;
  }

  private void revoke(AccessFiles files, Contracts contracts) {
    files.write(contracts, files.groups().without(user));
    PrintWriter out = spec.commandLine().getOut();
    if (!json.replacesText()) {
      out.printf("%s has no role any more%n", user);
    }
    json.write(JsonNodeFactory.instance.objectNode().put("ok", true).put("user", user), out);
  }

  private void give(Settings settings, AccessFiles files, Contracts contracts) {
    Groups groups = changed(files.groups(), contracts);
    Connection connection = connection(settings, groups); // refuses before anything is changed
    files.write(contracts, groups);
    PrintWriter out = spec.commandLine().getOut();
    if (!json.replacesText()) {
      connection.print(out);
    }
    json.writePrivately(connection.json(), out);
  }

  private Groups changed(Groups before, Contracts contracts) {
    Set<String> roles = AccessRules.roles(contracts);
    Groups groups = role == null ? before : before.withRole(user, role, roles);
    for (String team : teams) {
      groups = groups.withTeam(user, team);
    }
    if (groups.rolesOf(user).isEmpty()) {
      throw new FreshetException(
          Fault.CALLER,
          "%s has no role; give one with --role, out of %s"
              .formatted(user, String.join(", ", roles)));
    }

    return groups;
  }

  private Connection connection(Settings settings, Groups groups) {
    Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
    Instant expires = now.plus(valid);

    return new Connection(
        user,
        groups.rolesOf(user).get(0),
        groups.of(user).stream().filter(group -> group.startsWith(Groups.TEAM)).toList(),
        AccessToken.sign(user, settings.text("trino.token-key"), now, expires),
        expires,
        settings.text("trino.host"),
        TrinoAccess.httpsPort(settings),
        settings.text("trino.certificate"));
  }

  /** All that a laptop needs. */
  private record Connection(
      String user,
      String role,
      List<String> teams,
      String token,
      Instant expires,
      String host,
      int port,
      String certificate) {
    void print(PrintWriter out) {
      out.printf(
          "%s has the role %s%s.%n",
          user, role, teams.isEmpty() ? "" : " and is of " + String.join(", ", teams));
      out.printf("The token, good until %s; whoever has it is %s:%n%n%s%n%n", expires, user, token);
      out.printf("Python     %s%n%n", python());
      out.printf("JDBC       %s%n           and the property accessToken%n%n", jdbc());
      out.printf(
          "Trino CLI  trino --server https://%s:%d --truststore-path %s --catalog lake --user %s"
              + " --access-token TOKEN%n%n",
          host, port, certificate, user);
      out.printf(
          "From another machine: copy %s there, and forward the port: ssh -L %2$d:%3$s:%2$d HOST%n",
          certificate, port, host);
      List<String> bundles =
          Stream.of("REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE")
              .filter(name -> System.getenv(name) != null)
              .toList();
      if (!bundles.isEmpty()) {
        out.printf(
            "Python's requests takes %s, set here, before verify=; unset it first%n",
            String.join(" and ", bundles));
      }
    }

    private String python() {
      return ("trino.dbapi.connect(host=\"%s\", port=%d, user=\"%s\", catalog=\"lake\","
              + " http_scheme=\"https\", auth=trino.auth.JWTAuthentication(TOKEN), verify=\"%s\")")
          .formatted(host, port, user, certificate);
    }

    private String jdbc() {
      return "jdbc:trino://%s:%d/lake?user=%s&SSL=true&SSLTrustStorePath=%s"
          .formatted(host, port, user, certificate);
    }

    ObjectNode json() {
      ObjectNode node =
          JsonNodeFactory.instance
              .objectNode()
              .put("ok", true)
              .put("user", user)
              .put("role", role)
              .put("token", token)
              .put("expires_at", expires.toString())
              .put("host", host)
              .put("https_port", port)
              .put("certificate", certificate)
              .put("jdbc_url", jdbc())
              .put("python", python());
      ArrayNode array = node.putArray("teams");
      teams.forEach(array::add);

      return node;
    }
  }
}
