package io.freshet.serving.eta.model;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import java.util.regex.Pattern;
import org.apache.flink.core.fs.FileSystem;
import org.apache.flink.core.fs.Path;

/**
 * The folder in which models lie by version, and a small file that names the one that serves. Read
 * by Flink's file systems: a local folder, and each store that the cluster has a plugin for.
 */
final class ModelFolder {
  private static final String CURRENT = "current.json";
  private static final int MAX_CURRENT_BYTES = 64 * 1024;
  private static final int MAX_MANIFEST_BYTES = 1024 * 1024;
  private static final int MAX_MODEL_BYTES = 64 * 1024 * 1024;

  /** So that no name leads out of the folder. */
  private static final Pattern VERSION = Pattern.compile("[a-z0-9][a-z0-9-]{0,99}");

  private static final ObjectMapper JSON = new ObjectMapper();

  private final Path root;

  ModelFolder(String uri) {
    this.root = new Path(uri);
  }

  /**
   * The version that is to serve; empty when none is.
   *
   * @throws IOException when the store is away
   * @throws ModelException when the file can't be understood
   */
  Optional<String> current() throws IOException, ModelException {
    byte[] bytes;
    try {
      bytes = read(new Path(root, CURRENT), MAX_CURRENT_BYTES);
    } catch (FileNotFoundException e) {
      return Optional.empty();
    }
    JsonNode version = parse(bytes).path("version");
    if (version.isNull()) {
      return Optional.empty();
    }
    if (!version.isTextual() || !VERSION.matcher(version.asText()).matches()) {
      throw new ModelException(
          "%s names no version; it must be like {\"version\": \"eta-1\"}".formatted(CURRENT));
    }

    return Optional.of(version.asText());
  }

  EtaModel load(String version) throws IOException, ModelException {
    Path folder = new Path(root, version);
    ModelManifest manifest =
        ModelManifest.parse(version, read(new Path(folder, "manifest.json"), MAX_MANIFEST_BYTES));
    byte[] model = read(new Path(folder, "model.onnx"), MAX_MODEL_BYTES);
    manifest.requireBytes(model);

    return EtaModel.load(manifest, model);
  }

  private static JsonNode parse(byte[] bytes) throws IOException, ModelException {
    try {
      return JSON.readTree(bytes);
    } catch (JsonProcessingException e) {
      throw new ModelException(CURRENT + " is no JSON: " + e.getOriginalMessage(), e);
    }
  }

  private static byte[] read(Path file, int limit) throws IOException, ModelException {
    try (InputStream in = FileSystem.get(file.toUri()).open(file)) {
      byte[] bytes = in.readNBytes(limit + 1);
      if (bytes.length > limit) {
        throw new ModelException("%s has more than %d bytes".formatted(file.getName(), limit));
      }

      return bytes;
    }
  }
}
