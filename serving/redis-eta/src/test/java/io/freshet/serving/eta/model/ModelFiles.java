package io.freshet.serving.eta.model;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;

/**
 * A folder of models as {@code freshet model} keeps it, filled from those that {@code
 * notebooks/training/tests/make_models.py} made: eta-1 and eta-2 are sound, eta-3 asks for three
 * features, eta-4 predicts no number.
 */
public final class ModelFiles {
  private final Path root;

  private ModelFiles(Path root) {
    this.root = root;
  }

  public static ModelFiles in(Path root, String... versions) throws IOException {
    ModelFiles files = new ModelFiles(root);
    for (String version : versions) {
      files.add(version);
    }

    return files;
  }

  ModelFolder folder() {
    return new ModelFolder(uri());
  }

  public String uri() {
    return root.toUri().toString();
  }

  public void add(String version) throws IOException {
    Files.createDirectories(root.resolve(version));
    for (String name : new String[] {"manifest.json", "model.onnx"}) {
      try (InputStream in = ModelFiles.class.getResourceAsStream(version + "/" + name)) {
        Files.copy(in, root.resolve(version).resolve(name), StandardCopyOption.REPLACE_EXISTING);
      }
    }
  }

  public void use(String version) throws IOException {
    point("{\"version\": \"%s\", \"before\": []}".formatted(version));
  }

  public void useNone() throws IOException {
    point("{\"version\": null, \"before\": []}");
  }

  void point(String json) throws IOException {
    Path next = root.resolve("current.json.new");
    Files.writeString(next, json);
    Files.move(next, root.resolve("current.json"), StandardCopyOption.REPLACE_EXISTING);
  }

  /** What a model makes of features, in seconds, where no job is. */
  public float seconds(String version, List<Float> features) throws Exception {
    try (EtaModel model = folder().load(version)) {
      return model.predict(features).seconds();
    }
  }

  void editManifest(String version, String text, String replacement) throws IOException {
    Path file = root.resolve(version).resolve("manifest.json");
    String edited = Files.readString(file).replaceFirst(text, replacement);
    Files.writeString(file, edited);
  }

  void cutModel(String version) throws IOException {
    Path file = root.resolve(version).resolve("model.onnx");
    byte[] bytes = Files.readAllBytes(file);
    bytes[bytes.length / 2] ^= 1;
    Files.write(file, bytes);
  }
}
