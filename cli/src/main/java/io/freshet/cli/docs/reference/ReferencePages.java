package io.freshet.cli.docs.reference;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine;

/** The pages that are generated, and what they are to say. */
public final class ReferencePages {
  private ReferencePages() {}

  /** Text by file. */
  public static Map<Path, String> of(Path project, CommandLine commandLine) {
    Path folder = project.resolve("docs").resolve("reference");
    Path settings = folder.resolve("settings.md");
    Map<Path, String> pages = new LinkedHashMap<>();
    pages.put(folder.resolve("cli.md"), new CommandsPage(commandLine).markdown());
    pages.put(settings, new SettingsPage(project, settings).markdown());

    return pages;
  }
}
