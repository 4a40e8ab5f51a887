package io.freshet.cli.docs.reference;

import com.sun.source.tree.BinaryTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.EnhancedForLoopTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.IdentifierTree;
import com.sun.source.tree.LiteralTree;
import com.sun.source.tree.MemberSelectTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.NewClassTree;
import com.sun.source.tree.ParenthesizedTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.TreeScanner;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * What texts an expression can have, as far as sources tell without running: constants, loops over
 * them, and what callers hand to a method. What stays unknown is {@code <its name>}.
 */
final class Program {
  /** Callers of callers: a part's name comes through three at most. */
  private static final int MOST_CALLERS = 5;

  /** A name that is handed through everywhere, and tells nothing. */
  private static final String EVERYWHERE = "settings";

  private final List<Call> calls = new ArrayList<>();
  private final Map<String, List<Call>> byMethod = new HashMap<>();
  private final Map<String, Constant> constants = new HashMap<>();

  /** A call of a method or constructor, and where it stands. */
  record Call(String method, List<? extends ExpressionTree> arguments, Scope scope) {}

  /**
   * One way to come to a place.
   *
   * @param call what led here from the caller; of the place itself where there is none
   */
  record Frame(Scope scope, Call call, Optional<Frame> caller) {
    static Frame of(Scope scope) {
      return new Frame(scope, new Call("", List.of(), scope), Optional.empty());
    }

    /** Where it began. */
    Scope first() {
      return caller.map(Frame::first).orElse(scope);
    }
  }

  private record Constant(ExpressionTree value, Scope scope) {}

  Program(Collection<? extends CompilationUnitTree> files) {
    files.forEach(file -> new Reader(file).scan(file, null));
    calls.forEach(call -> byMethod.computeIfAbsent(key(call), name -> new ArrayList<>()).add(call));
  }

  List<Call> calls() {
    return List.copyOf(calls);
  }

  /** What a name stands for, where it is a constant of the types around or of another. */
  Optional<ExpressionTree> constantOf(ExpressionTree name, Scope scope) {
    if (name instanceof MemberSelectTree member) {
      return constant(member.toString()).map(Constant::value);
    }

    return scope.types().stream()
        .flatMap(type -> constant(type.getSimpleName() + "." + name).stream())
        .map(Constant::value)
        .findFirst();
  }

  /**
   * All ways to come to a place, as far as what is handed on the way tells in expressions there.
   */
  List<Frame> frames(List<? extends ExpressionTree> expressions, Scope scope) {
    return frames(expressions, scope, MOST_CALLERS);
  }

  private List<Frame> frames(List<? extends ExpressionTree> expressions, Scope scope, int callers) {
    List<Frame> frames = new ArrayList<>();
    if (callers > 0 && scope.method().filter(method -> hands(method, expressions)).isPresent()) {
      for (Call call : callsOf(scope.method().get(), scope)) {
        frames(call.arguments(), call.scope(), callers - 1)
            .forEach(caller -> frames.add(new Frame(scope, call, Optional.of(caller))));
      }
    }

    return frames.isEmpty() ? List.of(Frame.of(scope)) : frames;
  }

  private static boolean hands(MethodTree method, List<? extends ExpressionTree> expressions) {
    Set<String> parameters = new TreeSet<>();
    method.getParameters().forEach(parameter -> parameters.add(parameter.getName().toString()));
    parameters.remove(EVERYWHERE);
    Set<String> seen = new TreeSet<>();
    Deque<Tree> open = new ArrayDeque<>(expressions);
    while (!open.isEmpty()) {
      for (String name : names(open.removeFirst())) {
        if (seen.add(name)) {
          open.addAll(valuesOf(name, method));
        }
      }
    }
    seen.retainAll(parameters);

    return !seen.isEmpty();
  }

  private static Set<String> names(Tree expression) {
    Set<String> names = new TreeSet<>();
    new TreeScanner<Void, Void>() {
      @Override
      public Void visitIdentifier(IdentifierTree name, Void unused) {
        names.add(name.getName().toString());
        return null;
      }
    }.scan(expression, null);

    return names;
  }

  private List<Call> callsOf(MethodTree method, Scope scope) {
    return scope.types().stream()
        .map(
            type ->
                "%s.%s/%d"
                    .formatted(
                        type.getSimpleName(), method.getName(), method.getParameters().size()))
        .flatMap(key -> byMethod.getOrDefault(key, List.of()).stream())
        .toList();
  }

  Set<String> texts(Tree expression, Frame frame) {
    if (expression instanceof LiteralTree literal) {
      return Set.of(String.valueOf(literal.getValue()));
    }
    if (expression instanceof ParenthesizedTree inner) {
      return texts(inner.getExpression(), frame);
    }
    if (expression instanceof BinaryTree sum && sum.getKind() == Tree.Kind.PLUS) {
      return pairs(texts(sum.getLeftOperand(), frame), texts(sum.getRightOperand(), frame));
    }
    if (expression instanceof IdentifierTree name) {
      return named(name.getName().toString(), frame);
    }
    if (expression instanceof MemberSelectTree member) {
      return constant(member.toString())
          .map(found -> texts(found.value(), Frame.of(found.scope())))
          .orElseGet(() -> Set.of(unknown(member)));
    }
    if (expression instanceof MethodInvocationTree call) {
      return called(call, frame);
    }

    return Set.of("<%s>".formatted(expression));
  }

  /** A constant of an enum has its name without a source. */
  private static String unknown(MemberSelectTree member) {
    return member.getIdentifier().contentEquals("name")
            && member.getExpression() instanceof MemberSelectTree constant
        ? constant.getIdentifier().toString()
        : "<%s>".formatted(member.getIdentifier());
  }

  private Set<String> called(MethodInvocationTree call, Frame frame) {
    if (call.getMethodSelect() instanceof MemberSelectTree select) {
      if (select.getIdentifier().contentEquals("formatted")) {
        Set<String> all = texts(select.getExpression(), frame);
        for (ExpressionTree argument : call.getArguments()) {
          Set<String> filled = new TreeSet<>();
          for (String text : texts(argument, frame)) {
            all.forEach(each -> filled.add(each.replaceFirst("%s", text)));
          }
          all = filled;
        }

        return all;
      }
      // As part.label(): what the thing is says more than which of its names.
      return Set.of("<%s>".formatted(select.getExpression().toString().replaceAll(".*\\.", "")));
    }

    return Set.of("<%s>".formatted(call.getMethodSelect()));
  }

  private Set<String> named(String name, Frame frame) {
    Scope scope = frame.scope();
    Optional<Set<String>> local = scope.method().flatMap(method -> ofVariable(method, name, frame));
    if (local.isPresent()) {
      return local.get();
    }
    for (ClassTree type : scope.types()) {
      Optional<Constant> constant = constant(type.getSimpleName() + "." + name);
      if (constant.isPresent()) {
        return texts(constant.get().value(), Frame.of(constant.get().scope()));
      }
    }

    return Set.of("<%s>".formatted(name));
  }

  private Optional<Set<String>> ofVariable(MethodTree method, String name, Frame frame) {
    for (int i = 0; i < method.getParameters().size(); i++) {
      if (method.getParameters().get(i).getName().contentEquals(name)) {
        int place = i;

        return Optional.of(
            frame
                .caller()
                .map(caller -> texts(frame.call().arguments().get(place), caller))
                .orElseGet(() -> Set.of("<%s>".formatted(name))));
      }
    }
    Set<String> all = new TreeSet<>();
    valuesOf(name, method).forEach(value -> all.addAll(texts(value, frame)));

    return all.isEmpty() ? Optional.empty() : Optional.of(all);
  }

  /** What a variable of a method is set to where it is declared, or gets in a loop. */
  private static List<ExpressionTree> valuesOf(String name, MethodTree method) {
    List<ExpressionTree> values = new ArrayList<>();
    new TreeScanner<Void, Void>() {
      @Override
      public Void visitVariable(VariableTree variable, Void unused) {
        if (variable.getName().contentEquals(name)
            && variable.getInitializer() != null
            && !names(variable.getInitializer()).contains(name)) {
          values.add(variable.getInitializer());
        }
        return super.visitVariable(variable, null);
      }

      @Override
      public Void visitEnhancedForLoop(EnhancedForLoopTree loop, Void unused) {
        if (loop.getVariable().getName().contentEquals(name)
            && loop.getExpression() instanceof MethodInvocationTree list
            && list.getMethodSelect().toString().equals("List.of")) {
          values.addAll(list.getArguments());
        }
        return super.visitEnhancedForLoop(loop, null);
      }
    }.scan(method.getBody(), null);

    return values;
  }

  private static Set<String> pairs(Set<String> firsts, Set<String> seconds) {
    Set<String> all = new TreeSet<>();
    firsts.forEach(first -> seconds.forEach(second -> all.add(first + second)));

    return all;
  }

  private Optional<Constant> constant(String name) {
    return Optional.ofNullable(constants.get(name));
  }

  private static String key(Call call) {
    return call.method() + "/" + call.arguments().size();
  }

  /** Notes what a file has. */
  private final class Reader extends TreeScanner<Void, Void> {
    private final CompilationUnitTree file;
    private final Deque<ClassTree> types = new ArrayDeque<>();
    private Optional<MethodTree> method = Optional.empty();

    Reader(CompilationUnitTree file) {
      this.file = file;
    }

    private Scope scope() {
      return new Scope(file, List.copyOf(types), method);
    }

    @Override
    public Void visitClass(ClassTree type, Void unused) {
      types.addLast(type);
      super.visitClass(type, null);
      types.removeLast();

      return null;
    }

    @Override
    public Void visitMethod(MethodTree around, Void unused) {
      Optional<MethodTree> outer = method;
      method = Optional.of(around);
      super.visitMethod(around, null);
      method = outer;

      return null;
    }

    @Override
    public Void visitVariable(VariableTree variable, Void unused) {
      if (method.isEmpty() && variable.getInitializer() != null) {
        constants.put(
            types.getLast().getSimpleName() + "." + variable.getName(),
            new Constant(variable.getInitializer(), scope()));
      }

      return super.visitVariable(variable, null);
    }

    @Override
    public Void visitMethodInvocation(MethodInvocationTree call, Void unused) {
      if (call.getMethodSelect() instanceof MemberSelectTree select) {
        String owner = select.getExpression().toString().replaceAll(".*\\.", "");
        calls.add(new Call(owner + "." + select.getIdentifier(), call.getArguments(), scope()));
      } else {
        // A method of one of the types around.
        for (ClassTree type : types) {
          calls.add(
              new Call(
                  type.getSimpleName() + "." + call.getMethodSelect(),
                  call.getArguments(),
                  scope()));
        }
      }

      return super.visitMethodInvocation(call, null);
    }

    @Override
    public Void visitNewClass(NewClassTree made, Void unused) {
      calls.add(new Call(made.getIdentifier() + ".<init>", made.getArguments(), scope()));

      return super.visitNewClass(made, null);
    }
  }
}
