package io.freshet.cli.docs.reference;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.MethodTree;
import java.util.List;
import java.util.Optional;

/**
 * Where an expression stands.
 *
 * @param types those around it, the innermost last
 * @param method the one around it
 */
record Scope(CompilationUnitTree file, List<ClassTree> types, Optional<MethodTree> method) {
  Scope {
    types = List.copyOf(types);
  }

  String file(String project) {
    return file.getSourceFile().toUri().getPath().substring(project.length() + 1);
  }
}
