package io.freshet.cli.erasure;

import io.freshet.core.contract.Contracts;
import io.freshet.core.contract.Persons;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/**
 * Whom to forget.
 *
 * @param kind as contracts know it: {@code dasher}
 */
record ForgottenPerson(String kind, String id) {
  private static final String OPTION = "--";

  /** For a process; an id may look like an option, or like a file of them. */
  List<String> arguments() {
    return new ArrayList<>(List.of("--person=" + kind, "--id=" + id));
  }

  /**
   * @param whom {@code --dasher 4711}, or {@code --dasher=4711}
   * @throws ParameterException with the kinds that there are
   */
  static ForgottenPerson parse(List<String> whom, Contracts contracts, CommandSpec spec) {
    Set<String> kinds = Persons.kinds(contracts.all());
    List<String> parts = whom.size() == 1 ? List.of(whom.get(0).split("=", 2)) : whom;
    boolean isOne =
        parts.size() == 2
            && parts.get(0).startsWith(OPTION)
            && kinds.contains(parts.get(0).substring(OPTION.length()))
            && !parts.get(1).isBlank();
    if (!isOne) {
      throw new ParameterException(
          spec.commandLine(),
          (whom.isEmpty() ? "Whom?" : "\"%s\" names nobody.".formatted(String.join(" ", whom)))
              + " Contracts know of %s"
                  .formatted(
                      kinds.stream()
                          .map("--%s ID"::formatted)
                          .collect(Collectors.joining(" and "))));
    }

    return new ForgottenPerson(parts.get(0).substring(OPTION.length()), parts.get(1));
  }
}
