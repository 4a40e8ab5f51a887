package io.freshet.cli.probe;

import io.freshet.assurance.probe.Gateway;
import io.freshet.cli.Workspace;
import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import io.freshet.core.toolkit.InvalidSettingException;
import io.freshet.core.toolkit.Settings;
import io.freshet.local.StateFolder;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where a probe finds the event gateway, and what opens it. Keys start with {@code probe.}.
 *
 * @param gatewayUrl without {@code /events}
 * @param gatewayKeys a file with a producer's name and key in each line
 */
record ProbeSettings(String gatewayUrl, Path gatewayKeys) {
  private static final String URL = "probe.gateway-url";
  private static final String KEYS = "probe.gateway-keys";
  private static final int MAX_PORT = 65_535;
  // What a header can hold. A client's own refusal would show the key.
  private static final Pattern LINE = Pattern.compile("(\\S+)\\s+([\\x21-\\x7e]+)");

  ProbeSettings {
    if (!isAddress(gatewayUrl)) {
      throw new InvalidSettingException(
          URL, gatewayUrl, "an http or https address such as http://127.0.0.1:8484");
    }
  }

  static ProbeSettings of(Workspace workspace) {
    return workspace.isEmbedded()
        ? from(workspace.settings(), workspace.state())
        : from(workspace.settings());
  }

  static ProbeSettings from(Settings settings) {
    return new ProbeSettings(settings.text(URL), Path.of(settings.text(KEYS)));
  }

  /** Of the embedded platform: a gateway at its usual port, and the keys of ./freshet gateway. */
  static ProbeSettings from(Settings settings, StateFolder embedded) {
    return new ProbeSettings(
        settings.text(URL, "http://127.0.0.1:8484"),
        Path.of(settings.text(KEYS, embedded.root().resolve("gateway-keys").toString())));
  }

  /**
   * The gateway, with all keys of the file.
   *
   * @throws FreshetException when that can't be read
   */
  Gateway gateway() {
    Map<String, String> keys = new TreeMap<>();
    List<String> lines = lines();
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i).strip();
      Matcher matcher = LINE.matcher(line);
      if (matcher.matches()) {
        keys.put(matcher.group(1), matcher.group(2));
      } else if (!line.isEmpty()) {
        throw new FreshetException(
            Fault.CALLER,
            "Line %d of %s is not a producer's name and, behind a space, its key"
                .formatted(i + 1, gatewayKeys));
      }
    }

    return new Gateway(gatewayUrl, keys);
  }

  private List<String> lines() {
    try {
      return Files.readAllLines(gatewayKeys);
    } catch (IOException e) {
      throw new FreshetException(
          Fault.CALLER,
          "Cannot read the keys of producers in %s: %s; ./freshet gateway writes those of the"
                  .formatted(
                      gatewayKeys,
                      e instanceof NoSuchFileException ? "there is no such file" : e.getMessage())
              + " embedded platform, and %s names another file".formatted(KEYS),
          e);
    }
  }

  private static boolean isAddress(String text) {
    try {
      URI uri = new URI(text);

      return text.matches("https?://[^?#@]+") && uri.getHost() != null && uri.getPort() <= MAX_PORT;
    } catch (URISyntaxException e) {
      return false;
    }
  }
}
