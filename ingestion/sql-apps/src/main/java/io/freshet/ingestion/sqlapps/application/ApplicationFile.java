package io.freshet.ingestion.sqlapps.application;

import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.Node;

/**
 * One file, read.
 *
 * @param application empty when findings say why it can't be used
 */
public record ApplicationFile(String text, Optional<Application> application, Findings findings) {
  private static final int MAX_CHARACTERS = 1 << 18;
  private static final int MAX_DEPTH = 20;

  /**
   * @throws FreshetException {@code CALLER} when there is no such file
   */
  public static ApplicationFile read(Path file) {
    try {
      return parse(file.toString(), Files.readString(file));
    } catch (NoSuchFileException e) {
      throw new FreshetException(
          Fault.CALLER, "There is no file %s; freshet app new drafts one".formatted(file), e);
    } catch (MalformedInputException e) {
      throw new FreshetException(Fault.CALLER, "%s is not UTF-8".formatted(file), e);
    } catch (IOException e) {
      throw new FreshetException(Fault.CALLER, "Cannot read %s: %s".formatted(file, e), e);
    }
  }

  /**
   * @param file as findings name it
   */
  public static ApplicationFile parse(String file, String yaml) {
    Findings findings = new Findings(file);
    Optional<Application> application =
        compose(yaml, findings)
            .flatMap(root -> Section.of(root, "the file", findings))
            .flatMap(root -> new ApplicationParser(yaml, findings).parse(root));

    return new ApplicationFile(yaml, application.filter(a -> findings.isEmpty()), findings);
  }

  private static Optional<Node> compose(String yaml, Findings findings) {
    LoaderOptions limits = new LoaderOptions();
    limits.setCodePointLimit(MAX_CHARACTERS);
    limits.setNestingDepthLimit(MAX_DEPTH);
    limits.setMaxAliasesForCollections(0);
    try {
      Node root = new Yaml(new SafeConstructor(limits)).compose(new StringReader(yaml));
      if (root == null) {
        findings.add(new Place(1, 1), "the file is empty", "an application");
      }

      return Optional.ofNullable(root);
    } catch (MarkedYAMLException e) {
      Place place =
          e.getProblemMark() == null
              ? new Place(1, 1)
              : new Place(e.getProblemMark().getLine() + 1, e.getProblemMark().getColumn() + 1);
      findings.add(place, "this is no YAML: %s".formatted(e.getProblem()), "well-formed YAML");
    } catch (YAMLException e) {
      findings.add(
          new Place(1, 1),
          e.getMessage().replace('\n', ' '),
          "one document of at most %d characters and %d levels"
              .formatted(MAX_CHARACTERS, MAX_DEPTH));
    }

    return Optional.empty();
  }

  /** The file's lines, for those who must know how far a block is indented. */
  static List<String> lines(String yaml) {
    return List.of(yaml.split("\r?\n", -1));
  }
}
