package io.freshet.catalog.access;

import org.apache.iceberg.exceptions.ForbiddenException;

/** A caller asks for what their scopes do not say. */
public final class MissingScopeException extends ForbiddenException {
  private static final long serialVersionUID = 1L;

  private final String advice;

  public MissingScopeException(Caller caller, Right right, String reason) {
    super("%s lacks the scope %s%s", caller.name(), right.advice(), reason);
    this.advice = right.advice();
  }

  /** The scope that lacks. */
  public String advice() {
    return advice;
  }
}
