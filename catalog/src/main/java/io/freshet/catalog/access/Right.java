package io.freshet.catalog.access;

import org.apache.iceberg.catalog.Namespace;
import org.apache.iceberg.catalog.TableIdentifier;

/** What a request needs: one scope, or anything at all in a namespace. */
public sealed interface Right {
  boolean isHeldBy(Scopes scopes);

  /** What a caller who lacks it is to ask for, the least of it first. */
  String advice();

  static Right to(Action action, TableIdentifier object) {
    return new Of(Scope.on(action, object));
  }

  static Right to(Action action, Namespace namespace) {
    return new Of(Scope.on(action, namespace));
  }

  static Right toSee(Namespace namespace) {
    return new AnyIn(namespace);
  }

  static Right toAll() {
    return new Of(Scope.everywhere(Action.ADMIN));
  }

  /** To do what the scope says. */
  record Of(Scope scope) implements Right {
    @Override
    public boolean isHeldBy(Scopes scopes) {
      return scopes.cover(scope);
    }

    @Override
    public String advice() {
      return scope.toString();
    }
  }

  /** To know that the namespace is there. */
  record AnyIn(Namespace namespace) implements Right {
    @Override
    public boolean isHeldBy(Scopes scopes) {
      return scopes.touch(namespace);
    }

    @Override
    public String advice() {
      return Scope.on(Action.READ, namespace) + ", or any other in that namespace";
    }
  }
}
