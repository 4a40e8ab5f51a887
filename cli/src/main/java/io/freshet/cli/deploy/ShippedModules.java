package io.freshet.cli.deploy;

import io.freshet.deploy.image.Image;
import io.freshet.local.Modules;
import java.io.File;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The modules whose class paths are shipped: those of images, and this command line. */
record ShippedModules(Modules modules) {
  private static final String COMMAND_LINE = "cli";

  List<String> names() {
    return Stream.concat(Image.all().stream().map(Image::module), Stream.of(COMMAND_LINE))
        .distinct()
        .toList();
  }

  List<Path> classPath(String module) {
    return Stream.of(modules.classPath(module).split(File.pathSeparator)).map(Path::of).toList();
  }

  List<Path> classPaths() {
    return names().stream().flatMap(module -> classPath(module).stream()).toList();
  }
}
