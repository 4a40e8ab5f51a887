package io.freshet.simulator;

import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import io.freshet.simulator.marketplace.City;
import io.freshet.simulator.marketplace.StreetMap;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "maps",
    description = "Writes each city's streets as FOLDER/<market>.geojson.",
    mixinStandardHelpOptions = true)
final class MapsCommand implements Callable<Integer> {
  @Parameters(paramLabel = "FOLDER", description = "Where to; it is made if it is not there")
  private Path folder;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    try {
      Files.createDirectories(folder);
      for (City city : City.shipped()) {
        Path file = folder.resolve(city.market() + ".geojson");
        Files.writeString(file, new StreetMap(city).geoJson());
        spec.commandLine().getOut().println(file);
      }
    } catch (IOException e) {
      throw new FreshetException(
          Fault.CALLER, "Cannot write maps into %s: %s".formatted(folder, e.getMessage()), e);
    }

    return 0;
  }
}
