package io.freshet.cli.docs.reference;

import com.sun.source.tree.BinaryTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.LiteralTree;
import com.sun.source.tree.MethodInvocationTree;
import io.freshet.core.toolkit.Durations;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.function.LongFunction;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Every setting that a module reads, found in its sources. */
final class SettingReads {
  private static final Pattern KEY = Pattern.compile("[a-z<][a-z0-9<>-]*(\\.[a-z0-9<>-]+)+");
  private static final Map<String, String> TYPES =
      Map.of(
          "text", "text",
          "optionalText", "text",
          "integer", "whole number",
          "flag", "true or false",
          "duration", "duration",
          "list", "list");
  private static final Map<String, LongFunction<Duration>> UNITS =
      Map.of(
          "Duration.ofMillis", Duration::ofMillis,
          "Duration.ofSeconds", Duration::ofSeconds,
          "Duration.ofMinutes", Duration::ofMinutes,
          "Duration.ofHours", Duration::ofHours,
          "Duration.ofDays", Duration::ofDays);

  private final Program program;
  private final String project;

  private SettingReads(Program program, Path project) {
    this.program = program;
    this.project = project.toString();
  }

  /** By key. */
  static Map<String, Setting> of(Path project) {
    Program program = new Program(JavaSources.thatMentionSettings(project));

    return new SettingReads(program, project).settings();
  }

  private Map<String, Setting> settings() {
    Map<String, List<Setting.Read>> reads = new TreeMap<>();
    for (Program.Call call : program.calls()) {
      String method = call.method().replaceFirst(".*\\.", "");
      if (TYPES.containsKey(method) && !call.arguments().isEmpty()) {
        program
            .frames(call.arguments(), call.scope())
            .forEach(frame -> add(method, call.arguments(), frame, reads));
      }
    }
    Map<String, Setting> settings = new TreeMap<>();
    reads.forEach((key, all) -> settings.put(key, Setting.of(key, all)));

    return settings;
  }

  private void add(
      String method,
      List<? extends ExpressionTree> arguments,
      Program.Frame frame,
      Map<String, List<Setting.Read>> reads) {
    String module = frame.first().file(project).replaceFirst("/src/main/java/.*", "");
    for (String key : program.texts(arguments.get(0), frame)) {
      if (KEY.matcher(key).matches() && !(module.equals(Setting.CLI) && key.contains("<"))) {
        reads
            .computeIfAbsent(key, any -> new ArrayList<>())
            .add(new Setting.Read(module, TYPES.get(method), standard(method, arguments, frame)));
      }
    }
  }

  private String standard(
      String method, List<? extends ExpressionTree> arguments, Program.Frame frame) {
    if (method.equals("optionalText")) {
      return Setting.NONE;
    }
    if (arguments.size() < 2) {
      return Setting.REQUIRED;
    }
    String value = value(arguments.get(1), frame);

    return value.isEmpty() ? Setting.NONE : value;
  }

  private String value(ExpressionTree expression, Program.Frame frame) {
    Optional<ExpressionTree> constant = program.constantOf(expression, frame.scope());
    if (constant.isPresent()) {
      return value(constant.get(), frame);
    }
    if (expression instanceof MethodInvocationTree call) {
      String method = call.getMethodSelect().toString();
      if (UNITS.containsKey(method)) {
        OptionalLong amount = number(call.getArguments().get(0));
        if (amount.isPresent()) {
          return Durations.print(UNITS.get(method).apply(amount.getAsLong()));
        }
      }
      if (method.equals("List.of")) {
        return call.getArguments().stream()
            .flatMap(each -> program.texts(each, frame).stream())
            .collect(Collectors.joining(","));
      }
    }
    OptionalLong number = number(expression);

    return number.isPresent()
        ? Long.toString(number.getAsLong())
        : String.join(" or ", program.texts(expression, frame));
  }

  private static OptionalLong number(ExpressionTree expression) {
    if (expression instanceof LiteralTree literal && literal.getValue() instanceof Number value) {
      return OptionalLong.of(value.longValue());
    }
    if (expression instanceof BinaryTree pair) {
      OptionalLong left = number(pair.getLeftOperand());
      OptionalLong right = number(pair.getRightOperand());
      if (left.isPresent() && right.isPresent()) {
        return switch (pair.getKind()) {
          case MULTIPLY -> OptionalLong.of(left.getAsLong() * right.getAsLong());
          case PLUS -> OptionalLong.of(left.getAsLong() + right.getAsLong());
          case LEFT_SHIFT -> OptionalLong.of(left.getAsLong() << right.getAsLong());
          default -> OptionalLong.empty();
        };
      }
    }

    return OptionalLong.empty();
  }
}
