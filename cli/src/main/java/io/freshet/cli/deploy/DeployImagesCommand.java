package io.freshet.cli.deploy;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.freshet.cli.Version;
import io.freshet.cli.Workspace;
import io.freshet.cli.output.JsonOption;
import io.freshet.deploy.image.BuildContext;
import io.freshet.deploy.image.Image;
import io.freshet.local.Modules;
import io.freshet.local.fetch.FileTree;
import java.io.File;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "images",
    description = {
      "Writes the folders that images are built from: Dockerfile, class path, start options.",
      "They hold what Maven has built and resolved; building them fetches only the images that they"
          + " begin with."
    },
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Example:  ./freshet deploy images catalog --out images",
      "          docker build -t registry.example/freshet/catalog:1.4.0 images/catalog"
    })
final class DeployImagesCommand implements Callable<Integer> {
  @Parameters(
      arity = "0..*",
      paramLabel = "IMAGE",
      description = "Such as catalog or flink-iceberg-writer; default: all")
  private List<String> names = List.of();

  @Option(
      names = "--out",
      paramLabel = "DIR",
      required = true,
      description = "A folder for each image goes there, in place of an earlier one")
  private Path out;

  @Option(
      names = "--base-version",
      paramLabel = "VERSION",
      defaultValue = Version.NUMBER,
      description = "Of flink-base, which Flink images begin with. Default: ${DEFAULT-VALUE}")
  private String version;

  @Mixin private Workspace workspace;
  @Mixin private JsonOption json;
  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    List<Image> images = names.isEmpty() ? Image.all() : names.stream().map(Image::named).toList();
    PrintWriter printer = spec.commandLine().getOut();
    ObjectNode result = JsonNodeFactory.instance.objectNode().put("ok", true);
    ArrayNode array = result.putArray("images");
    for (Image image : images) {
      long bytes = write(image);
      if (!json.replacesText()) {
        printer.printf("%-22s %,14d bytes%n", image.name(), bytes);
      }
      array.addObject().put("image", image.name()).put("bytes", bytes);
    }
    json.write(result, printer);

    return 0;
  }

  /** As what we have written; a folder of somebody's own that has a Dockerfile need not. */
  private static boolean hasJars(Path folder) {
    return Files.isDirectory(folder.resolve("lib"));
  }

  private long write(Image image) throws Exception {
    Modules modules = workspace.modules();
    Path folder = out.resolve(image.name());
    boolean isOurs = Files.exists(folder.resolve("Dockerfile")) && hasJars(folder);
    if (isOurs) {
      FileTree.delete(folder);
    }
    Path dockerfile =
        modules
            .project()
            .resolve("deploy")
            .resolve("images")
            .resolve(image.kind().folder())
            .resolve("Dockerfile");
    List<Path> classPath =
        Stream.of(modules.classPath(image.module()).split(File.pathSeparator))
            .map(Path::of)
            .toList();

    return new BuildContext(image, folder)
        .write(dockerfile, classPath, modules.target("local/flink").resolve("plugins"), version);
  }
}
