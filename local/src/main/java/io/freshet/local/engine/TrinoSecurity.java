package io.freshet.local.engine;

import io.freshet.core.toolkit.PrivateFiles;
import io.freshet.local.Part;
import io.freshet.local.StateFolder;
import io.freshet.local.fetch.Commands;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;

/**
 * Who may come to Trino and how. By HTTPS with a token, which proves who it is; by plain HTTP on
 * this machine under any name, as everything else here. What each may do stands in the access
 * folder, which is generated from the contracts; until it is, only the platform's own user gets in.
 */
public final class TrinoSecurity {
  /** The port for clients that come with a token. */
  public static final String HTTPS = "trino-https";

  /** The platform's own user: it may do everything. */
  public static final String USER = "freshet";

  private static final String KEYSTORE_VALID_DAYS = "3650";
  private static final String KEYSTORE_PASSWORD = "KEYSTORE_PASSWORD";

  private final Surroundings here;

  TrinoSecurity(Surroundings here) {
    this.here = here;
  }

  /** Where the rules are; they may be replaced while Trino runs. */
  public static Path accessFolder(StateFolder folder) {
    return etc(folder).resolve("access");
  }

  /** What a client trusts who comes by HTTPS. */
  public static Path certificate(StateFolder folder) {
    return etc(folder).resolve("trino.pem");
  }

  /** With what tokens are signed, HS256, in Base64. */
  public static String tokenKey(Surroundings here) {
    return Base64.getEncoder()
        .encodeToString(here.secrets().secret("trino-token-key").getBytes(StandardCharsets.UTF_8));
  }

  /** Puts all files in place, and gives the lines that the server's configuration needs. */
  String prepare() throws IOException, InterruptedException {
    Path etc = etc(here.folder());
    PrivateFiles.createFolder(etc);
    prepareCertificate(etc);
    Path key = etc.resolve("token.key");
    write(key, tokenKey(here));
    prepareAccess(etc);

    return """
        http-server.authentication.type=JWT
        http-server.authentication.jwt.key-file=%s
        http-server.authentication.allow-insecure-over-http=true
        http-server.https.enabled=true
        http-server.https.port=%d
        http-server.https.keystore.path=%s
        http-server.https.keystore.key=%s
        internal-communication.shared-secret=%s
        """
        .formatted(
            key,
            here.ports().port(HTTPS),
            keystore(etc),
            keystorePassword(),
            here.secrets().secret("trino-internal"));
  }

  private static Path etc(StateFolder folder) {
    return folder.data(Part.TRINO.label()).resolve("etc");
  }

  private static Path keystore(Path etc) {
    return etc.resolve("trino.p12");
  }

  private String keystorePassword() {
    return here.secrets().secret("trino-keystore-password");
  }

  private void prepareCertificate(Path etc) throws IOException, InterruptedException {
    Path certificate = certificate(here.folder());
    if (Files.exists(certificate)) {
      return;
    }
    Files.deleteIfExists(keystore(etc));
    keytool(
        etc,
        List.of(
            "-genkeypair",
            "-alias",
            "trino",
            "-keyalg",
            "EC",
            "-groupname",
            "secp256r1",
            "-dname",
            "CN=Freshet embedded Trino",
            "-validity",
            KEYSTORE_VALID_DAYS,
            "-ext",
            "san=ip:127.0.0.1,dns:localhost",
            "-ext",
            "bc=ca:true"));
    keytool(
        etc, List.of("-exportcert", "-rfc", "-alias", "trino", "-file", certificate.toString()));
  }

  private void keytool(Path etc, List<String> arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
    command.addAll(arguments);
    command.addAll(
        List.of(
            "-keystore",
            keystore(etc).toString(),
            "-storetype",
            "PKCS12",
            // By name: everybody on this machine can read the words of a command.
            "-storepass:env",
            KEYSTORE_PASSWORD,
            "-noprompt"));
    Commands.run(command, etc, Map.of(KEYSTORE_PASSWORD, keystorePassword()), line -> {});
  }

  private void prepareAccess(Path etc) throws IOException {
    Path access = accessFolder(here.folder());
    Path rules = access.resolve("rules.json");
    Path groups = access.resolve("groups.txt");
    Path resourceGroups = access.resolve("resource-groups.json");
    writeIfMissing(rules, ownUserOnly());
    writeIfMissing(groups, "");
    writeIfMissing(resourceGroups, onlyOneResourceGroup());
    write(
        etc.resolve("access-control.properties"),
        """
        access-control.name=file
        security.config-file=%s
        security.refresh-period=1s
        """
            .formatted(rules));
    write(
        etc.resolve("group-provider.properties"),
        """
        group-provider.name=file
        file.group-file=%s
        file.refresh-period=1s
        """
            .formatted(groups));
    write(
        etc.resolve("resource-groups.properties"),
        """
        resource-groups.configuration-manager=file
        resource-groups.config-file=%s
        """
            .formatted(resourceGroups));
  }

  private static String ownUserOnly() {
    return """
        {
          "catalogs": [{"user": "%1$s", "allow": "all"}],
          "schemas": [{"user": "%1$s", "owner": true}],
          "system_information": [{"user": "%1$s", "allow": ["read", "write"]}]
        }
        """
        .formatted(USER);
  }

  private static String onlyOneResourceGroup() {
    return """
        {
          "rootGroups": [
            {
              "name": "all",
              "softMemoryLimit": "90%",
              "hardConcurrencyLimit": 20,
              "maxQueued": 200
            }
          ],
          "selectors": [{"group": "all"}]
        }
        """;
  }

  private static void writeIfMissing(Path file, String content) throws IOException {
    if (!Files.exists(file)) {
      write(file, content);
    }
  }

  private static void write(Path file, String content) throws IOException {
    PrivateFiles.write(file, content.getBytes(StandardCharsets.UTF_8));
  }
}
