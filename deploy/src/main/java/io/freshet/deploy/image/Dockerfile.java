package io.freshet.deploy.image;

import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a Dockerfile of ours says, and what it must not: our Dockerfiles use few instructions, and
 * these alone are read.
 *
 * @param instructions in their order, joined where they go over several lines
 */
public record Dockerfile(List<Instruction> instructions) {
  private static final List<String> KNOWN =
      List.of(
          "FROM", "ARG", "LABEL", "RUN", "COPY", "USER", "WORKDIR", "ENV", "EXPOSE", "ENTRYPOINT");
  private static final Pattern ARGUMENT = Pattern.compile("\"((?:[^\"\\\\]|\\\\.)*)\"");
  private static final Pattern FETCHES =
      Pattern.compile("\\b(apt|apt-get|apk|yum|curl|wget|pip|npm|mvn)\\b|https?://");

  public Dockerfile {
    instructions = List.copyOf(instructions);
  }

  /** {@code COPY lib/ /opt/freshet/lib/} is the name COPY and the rest. */
  public record Instruction(String name, String rest) {}

  /** From one place of the context to one of the image. */
  public record Copy(String from, String to) {}

  public static Dockerfile read(Path file) {
    try {
      List<Instruction> instructions = new ArrayList<>();
      String text = Files.readString(file).replaceAll("(?m)^\\s*#.*\n", "");
      for (String line : text.replace("\\\n", " ").split("\n")) {
        String stripped = line.strip();
        if (!stripped.isEmpty()) {
          String[] parts = stripped.split("\\s+", 2);
          instructions.add(new Instruction(parts[0], parts.length > 1 ? parts[1] : ""));
        }
      }

      return new Dockerfile(instructions);
    } catch (IOException e) {
      throw new FreshetException(
          Fault.CALLER, "Cannot read %s: %s".formatted(file, e.getMessage()), e);
    }
  }

  public List<Copy> copies() {
    return instructions.stream()
        .filter(instruction -> instruction.name().equals("COPY"))
        .map(Dockerfile::copy)
        .toList();
  }

  /** What a COPY says. */
  public static Copy copy(Instruction instruction) {
    String[] parts = instruction.rest().split("\\s+");

    return new Copy(parts[parts.length - 2], parts[parts.length - 1]);
  }

  /** Empty where it is that of the image it begins with. */
  public List<String> entryPoint() {
    List<String> arguments = new ArrayList<>();
    last("ENTRYPOINT")
        .ifPresent(
            text -> {
              Matcher matcher = ARGUMENT.matcher(text);
              while (matcher.find()) {
                arguments.add(matcher.group(1));
              }
            });

    return arguments;
  }

  public Optional<String> last(String name) {
    return instructions.stream()
        .filter(instruction -> instruction.name().equals(name))
        .map(Instruction::rest)
        .reduce((first, second) -> second);
  }

  /** One line for each thing that must not be. */
  public List<String> findings() {
    List<String> findings = new ArrayList<>();
    for (Instruction instruction : instructions) {
      if (!KNOWN.contains(instruction.name())) {
        findings.add("%s is not used here".formatted(instruction.name()));
      }
      if (instruction.name().equals("RUN") && FETCHES.matcher(instruction.rest()).find()) {
        findings.add("RUN fetches what Maven has not built: " + instruction.rest());
      }
      if (instruction.name().equals("FROM") && moves(instruction.rest())) {
        findings.add("FROM %s: its tag moves".formatted(instruction.rest()));
      }
    }
    String user = last("USER").orElse("root");
    if (!user.matches("[1-9]\\d*:[1-9]\\d*")) {
      findings.add("its user is %s; it must be the number of one who is not root".formatted(user));
    }

    return List.copyOf(findings);
  }

  private boolean moves(String from) {
    String image =
        from.equals("${BASE}") ? last("ARG").orElse("").replaceFirst("^BASE=", "") : from;

    return !image.contains(":") || image.endsWith(":latest");
  }
}
