package io.freshet.catalog.access;

import org.apache.iceberg.catalog.Namespace;
import org.apache.iceberg.catalog.TableIdentifier;

/** What a request needs: one scope, one of two, or anything at all in a namespace. */
public sealed interface Right {
  boolean isHeldBy(Scopes scopes);

  /** What a caller who lacks it is to ask for. */
  String advice();

  static Right to(Action action, TableIdentifier object) {
    return new Of(Scope.on(action, object));
  }

  static Right to(Action action, Namespace namespace) {
    return new Of(Scope.on(action, namespace));
  }

  /** To load it and no file of it: who shapes it has to know what shape it has. */
  static Right toLoad(TableIdentifier object) {
    return new Load(object);
  }

  static Right toMake(TableIdentifier object) {
    return new Either(Scope.on(Action.CREATE, object), Scope.on(Action.SHAPE, object));
  }

  static Right toMake(Namespace namespace) {
    return new Either(Scope.on(Action.CREATE, namespace), Scope.on(Action.SHAPE, namespace));
  }

  /** To change schema and properties of what is there. */
  static Right toShape(TableIdentifier object) {
    return new Either(Scope.on(Action.WRITE, object), Scope.on(Action.SHAPE, object));
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

  /** To do what either says. */
  record Either(Scope scope, Scope other) implements Right {
    @Override
    public boolean isHeldBy(Scopes scopes) {
      return scopes.cover(scope) || scopes.cover(other);
    }

    @Override
    public String advice() {
      return "%s or %s".formatted(scope, other);
    }
  }

  /** To see what a table or view is. */
  record Load(TableIdentifier object) implements Right {
    @Override
    public boolean isHeldBy(Scopes scopes) {
      return scopes.allow(Action.READ, object) || scopes.allow(Action.SHAPE, object);
    }

    @Override
    public String advice() {
      return Scope.on(Action.READ, object).toString();
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
