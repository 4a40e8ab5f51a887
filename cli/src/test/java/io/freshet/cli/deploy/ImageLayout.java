package io.freshet.cli.deploy;

import io.freshet.deploy.image.Dockerfile;
import io.freshet.deploy.manifest.Manifests;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;

/**
 * The file system of a container, below a folder: what the Dockerfile's own {@code COPY} lines put
 * there, and what the rendered resource mounts. Paths in files and variables lead below the folder.
 */
final class ImageLayout {
  private static final String SECRET = "0123456789abcdef0123456789abcdef";
  private static final String KEY_HASHES = "shop:" + SECRET + SECRET;

  private static final Pattern MOUNTED =
      Pattern.compile("(?m)^[a-z.-]+: (/opt/freshet/(?:mounts|kafka-login)/\\S+)$");

  private final Path root;
  private final Dockerfile dockerfile;

  private ImageLayout(Path root, Dockerfile dockerfile) {
    this.root = root;
    this.dockerfile = dockerfile;
  }

  /**
   * @param context as {@code deploy images} has written it
   */
  static ImageLayout of(Path context, Path root) throws IOException {
    Dockerfile dockerfile = Dockerfile.read(context.resolve("Dockerfile"));
    ImageLayout layout = new ImageLayout(root, dockerfile);
    for (Dockerfile.Copy copy : dockerfile.copies()) {
      layout.copy(context.resolve(copy.from()), layout.at(copy.to()));
    }

    return layout;
  }

  private Path at(String path) {
    return root.resolve(path.substring(1));
  }

  private void copy(Path from, Path to) throws IOException {
    if (Files.isRegularFile(from)) {
      Files.createDirectories(to.getParent());
      Files.writeString(to, moved(Files.readString(from)));
      return;
    }
    Files.createDirectories(to);
    try (Stream<Path> files = Files.list(from)) {
      for (Path file : files.toList()) {
        Files.createLink(to.resolve(file.getFileName()), file);
      }
    }
  }

  private String moved(String text) {
    return text.replace("/opt/freshet", at("/opt/freshet").toString())
        .replace("/var/freshet", at("/var/freshet").toString());
  }

  /** Puts the profile and all contracts where pods of the render have them. */
  void mount(Map<String, Map<String, Object>> rendered) throws IOException {
    for (Map.Entry<String, Map<String, Object>> resource : rendered.entrySet()) {
      boolean isContract = resource.getKey().startsWith("contracts/");
      if (isContract || resource.getKey().startsWith("settings/")) {
        Path folder = at(isContract ? "/opt/freshet/contracts" : "/opt/freshet/settings");
        Files.createDirectories(folder);
        Map<?, ?> data = (Map<?, ?>) resource.getValue().get("data");
        for (Map.Entry<?, ?> file : data.entrySet()) {
          Files.writeString(
              folder.resolve(file.getKey().toString()), moved(file.getValue().toString()));
          makeUpFiles(file.getValue().toString());
        }
      }
    }
  }

  /** Those of the company's that a profile names: certificates, and passwords. */
  private void makeUpFiles(String profile) throws IOException {
    Matcher named = MOUNTED.matcher(profile);
    while (named.find()) {
      Path file = at(named.group(1));
      Files.createDirectories(file.getParent());
      Files.writeString(file, file.toString().endsWith(".crt") ? certificate() : SECRET);
    }
  }

  /** Of an authority that Java knows, as PEM. */
  private static String certificate() {
    try {
      TrustManagerFactory managers =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      managers.init((KeyStore) null);
      X509TrustManager known = (X509TrustManager) managers.getTrustManagers()[0];

      return "-----BEGIN CERTIFICATE-----\n%s\n-----END CERTIFICATE-----\n"
          .formatted(
              Base64.getMimeEncoder().encodeToString(known.getAcceptedIssuers()[0].getEncoded()));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("Every Java trusts somebody", e);
    }
  }

  /** The entry point with the variables of the first container; secrets are made up. */
  Process start(Map<String, Object> workload, Path log) throws IOException {
    List<String> command = new ArrayList<>();
    dockerfile.entryPoint().forEach(argument -> command.add(moved(argument)));
    command.set(0, Path.of(System.getProperty("java.home"), "bin", "java").toString());
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(at(dockerfile.last("WORKDIR").orElseThrow()).toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile());
    builder.environment().clear();
    builder.environment().put("JAVA_TOOL_OPTIONS", "-Xmx256m"); // several beside other tests
    for (Object each : (List<?>) container(workload).get("env")) {
      Map<?, ?> variable = (Map<?, ?>) each;
      String name = variable.get("name").toString();
      Object value = variable.get("value");
      builder.environment().put(name, value != null ? moved(value.toString()) : secret(name));
    }

    return builder.start();
  }

  /** One that whoever reads it takes. */
  private static String secret(String name) {
    if (name.endsWith("KEY_HASHES")) {
      return KEY_HASHES;
    }

    return name.endsWith("WEBHOOK") || name.endsWith("URL") ? "https://127.0.0.1:1/" : SECRET;
  }

  private static Map<?, ?> container(Map<String, Object> workload) {
    Map<?, ?> spec = (Map<?, ?>) workload.get("spec");
    Map<?, ?> template = (Map<?, ?>) spec.get("template");
    Map<?, ?> pod = (Map<?, ?>) template.get("spec");

    return (Map<?, ?>) ((List<?>) pod.get("containers")).get(0);
  }

  static Map<String, Map<String, Object>> rendered(Path folder) {
    return Manifests.read(folder);
  }
}
