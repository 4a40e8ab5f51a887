package io.freshet.cli.docs.reference;

import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.util.JavacTask;
import io.freshet.cli.docs.ProjectFiles;
import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/** The Java sources of modules that read settings, parsed but not resolved. */
final class JavaSources {
  /** Where tests, programs that we are compared with, and other people's examples lie. */
  private static final List<String> LEFT_OUT = List.of("bench", "testing", "examples");

  private static final String SETTINGS = "Settings";

  /** Of a constant. */
  private static final Pattern OWNER = Pattern.compile("\\b([A-Z]\\w+)\\.[A-Z][A-Z0-9_]+\\b");

  private JavaSources() {}

  /** Those that read settings or hand them on, and those whose constants they name. */
  static List<CompilationUnitTree> thatMentionSettings(Path project) {
    Map<Path, String> all = new TreeMap<>();
    for (Path file : ProjectFiles.endingWith(".java", project)) {
      if (isMain(project.relativize(file))) {
        all.put(file, text(file));
      }
    }
    Set<String> named = new HashSet<>();
    all.values().stream()
        .filter(text -> text.contains(SETTINGS))
        .forEach(text -> OWNER.matcher(text).results().forEach(it -> named.add(it.group(1))));
    List<Path> chosen =
        all.entrySet().stream()
            .filter(
                file ->
                    file.getValue().contains(SETTINGS) || named.contains(simpleName(file.getKey())))
            .map(Map.Entry::getKey)
            .toList();

    return parse(chosen);
  }

  static List<CompilationUnitTree> parse(List<Path> files) {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    if (compiler == null) {
      throw new FreshetException(
          Fault.CALLER, "This Java has no compiler to read sources with; use a JDK, not a JRE");
    }
    try (StandardJavaFileManager manager =
        compiler.getStandardFileManager(null, null, StandardCharsets.UTF_8)) {
      JavacTask task =
          (JavacTask)
              compiler.getTask(
                  null,
                  manager,
                  null,
                  List.of("-proc:none"),
                  null,
                  manager.getJavaFileObjectsFromPaths(files));
      List<CompilationUnitTree> units = new ArrayList<>();
      task.parse().forEach(units::add);

      return units;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean isMain(Path file) {
    return file.toString().contains("src/main/java/")
        && !LEFT_OUT.contains(file.getName(0).toString());
  }

  private static String simpleName(Path file) {
    return file.getFileName().toString().replaceFirst("\\.java$", "");
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
