package io.freshet.cli.deploy;

import io.freshet.deploy.image.Dockerfile;
import io.freshet.deploy.manifest.Manifests;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
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
  /** Whatever a Secret holds. */
  static final String SECRET = "0123456789abcdef0123456789abcdef";

  private static final String KEY_HASHES = "shop:" + SECRET + SECRET;

  /** The whole value of a setting, or a parameter of an address. */
  private static final Pattern MOUNTED =
      Pattern.compile(
          "(?<=[ =])/opt/freshet/(?:mounts|kafka-login|catalog-login|catalog-secrets)/[^\\s&]+");

  private static final Pattern IMAGE_PATH =
      Pattern.compile("/opt/(?:freshet|flink|spark)\\b|/var/freshet\\b");

  /** Where the ConfigMaps of a folder of the render are mounted. */
  private static final Map<String, String> PLACES =
      Map.of(
          "contracts", "/opt/freshet/contracts",
          "settings", "/opt/freshet/settings",
          "catalog", "/opt/freshet/catalog-clients");

  private final Path root;
  private final Dockerfile dockerfile;
  private final Map<String, String> variables;

  private ImageLayout(Path root, Dockerfile dockerfile, Map<String, String> variables) {
    this.root = root;
    this.dockerfile = dockerfile;
    this.variables = new HashMap<>(variables);
  }

  /**
   * @param context as {@code deploy images} has written it
   */
  static ImageLayout of(Path context, Path root) throws IOException {
    return of(context, root, Map.of());
  }

  /** An image that begins with this one. */
  ImageLayout with(Path context) throws IOException {
    return of(context, root, variables);
  }

  private static ImageLayout of(Path context, Path root, Map<String, String> inherited)
      throws IOException {
    Dockerfile dockerfile = Dockerfile.read(context.resolve("Dockerfile"));
    ImageLayout layout = new ImageLayout(root, dockerfile, inherited);
    for (Dockerfile.Instruction instruction : dockerfile.instructions()) {
      switch (instruction.name()) {
        case "RUN" -> layout.run(instruction.rest());
        case "ENV" -> {
          String[] parts = instruction.rest().split("=", 2);
          layout.variables.put(parts[0], parts[1]);
        }
        case "COPY" -> {
          Dockerfile.Copy copy = Dockerfile.copy(instruction);
          layout.copy(context.resolve(copy.from()), layout.at(copy.to()));
        }
        default -> {} // says how it is started, or what it begins with
      }
    }

    return layout;
  }

  /** Where a path of the image is. */
  Path at(String path) {
    return root.resolve(path.substring(1));
  }

  private void run(String command) throws IOException {
    String below = moved(command);
    if (below.equals(command)) {
      throw new IOException("It would run on this machine's own files: " + command);
    }
    Process shell = new ProcessBuilder("sh", "-ec", below).inheritIO().start();
    try {
      if (shell.waitFor() != 0) {
        throw new IOException("It has failed: " + command);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("Interrupted in " + command, e);
    }
  }

  private void copy(Path from, Path to) throws IOException {
    if (Files.isRegularFile(from)) {
      Files.createDirectories(to.getParent());
      Files.writeString(to, moved(Files.readString(from)));
      return;
    }
    link(from, to);
  }

  /** All files below a folder, as links where these can be: images hold hundreds of megabytes. */
  static void link(Path from, Path to) throws IOException {
    try (Stream<Path> all = Files.walk(from)) {
      for (Path each : all.sorted().toList()) {
        Path target = to.resolve(from.relativize(each).toString());
        if (Files.isDirectory(each)) {
          Files.createDirectories(target);
        } else {
          Files.deleteIfExists(target);
          linkOrCopy(each, target);
        }
      }
    }
  }

  private static void linkOrCopy(Path from, Path to) throws IOException {
    try {
      Files.createLink(to, from);
    } catch (FileSystemException e) { // another file system
      Files.copy(from, to, StandardCopyOption.COPY_ATTRIBUTES);
    }
  }

  /** A text of the image or of its resource, its paths leading below the folder. */
  String moved(String text) {
    return IMAGE_PATH.matcher(text).replaceAll(match -> at(match.group()).toString());
  }

  /** Puts the profile, contracts and the catalog's clients where pods of the render have them. */
  void mount(Map<String, Map<String, Object>> rendered) throws IOException {
    for (Map.Entry<String, Map<String, Object>> resource : rendered.entrySet()) {
      String place = PLACES.get(resource.getKey().replaceFirst("/.*", ""));
      if (place != null) {
        Path folder = at(place);
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

  /**
   * Puts files of ConfigMaps, of which a pod's volumes name the keys, where its container looks.
   */
  void mountItems(Map<?, ?> pod, Map<String, Map<String, Object>> rendered) throws IOException {
    for (Object each : (List<?>) pod.get("volumes")) {
      Map<?, ?> volume = (Map<?, ?>) each;
      if (volume.get("configMap") instanceof Map<?, ?> source && source.containsKey("items")) {
        Map<?, ?> data = (Map<?, ?>) configMap(source.get("name"), rendered).get("data");
        Path place = at(mountPath(pod, volume.get("name")));
        for (Object item : (List<?>) source.get("items")) {
          Path file = place.resolve(((Map<?, ?>) item).get("path").toString());
          Files.createDirectories(file.getParent());
          Files.writeString(file, data.get(((Map<?, ?>) item).get("key")).toString());
        }
      }
    }
  }

  private static Map<String, Object> configMap(
      Object name, Map<String, Map<String, Object>> rendered) {
    return rendered.values().stream()
        .filter(resource -> resource.get("kind").equals("ConfigMap"))
        .filter(resource -> ((Map<?, ?>) resource.get("metadata")).get("name").equals(name))
        .findFirst()
        .orElseThrow();
  }

  private static String mountPath(Map<?, ?> pod, Object volume) {
    Map<?, ?> container = (Map<?, ?>) ((List<?>) pod.get("containers")).get(0);

    return ((List<?>) container.get("volumeMounts"))
        .stream()
            .map(each -> (Map<?, ?>) each)
            .filter(mount -> mount.get("name").equals(volume))
            .map(mount -> mount.get("mountPath").toString())
            .findFirst()
            .orElseThrow();
  }

  /** Those of the company's that a profile names: certificates, and passwords. */
  private void makeUpFiles(String profile) throws IOException {
    Matcher named = MOUNTED.matcher(profile);
    while (named.find()) {
      Path file = at(named.group());
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

  /** The entry point with arguments and variables of the first container; secrets are made up. */
  Process start(Map<String, Object> workload, Path log) throws IOException {
    return start(workload, log, ImageLayout::secret);
  }

  /**
   * @param secrets by the variables that refer to them
   */
  Process start(Map<String, Object> workload, Path log, UnaryOperator<String> secrets)
      throws IOException {
    List<String> command = new ArrayList<>();
    dockerfile.entryPoint().forEach(argument -> command.add(moved(argument)));
    command.set(0, Path.of(System.getProperty("java.home"), "bin", "java").toString());
    if (container(workload).get("args") instanceof List<?> arguments) {
      arguments.forEach(argument -> command.add(moved(argument.toString())));
    }
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(at(dockerfile.last("WORKDIR").orElseThrow()).toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile());
    builder.environment().clear();
    builder.environment().put("JAVA_TOOL_OPTIONS", "-Xmx256m"); // several beside other tests
    builder.environment().putAll(environment((List<?>) container(workload).get("env"), secrets));

    return builder.start();
  }

  /**
   * A container's variables, and the image's.
   *
   * @param secrets what the Secret holds that a variable refers to
   */
  Map<String, String> environment(List<?> rendered, UnaryOperator<String> secrets) {
    Map<String, String> environment = new HashMap<>(variables);
    for (Object each : rendered) {
      Map<?, ?> variable = (Map<?, ?>) each;
      String name = variable.get("name").toString();
      Object value = variable.get("value");
      environment.put(name, value != null ? moved(value.toString()) : secrets.apply(name));
    }

    return environment;
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

  /** The job that applies contracts; its name is made of what it applies. */
  static Map<String, Object> contractApply(Map<String, Map<String, Object>> rendered) {
    return rendered.values().stream()
        .filter(resource -> resource.get("kind").equals("Job"))
        .findFirst()
        .orElseThrow();
  }
}
