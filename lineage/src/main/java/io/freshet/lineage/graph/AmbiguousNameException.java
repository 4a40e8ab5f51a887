package io.freshet.lineage.graph;

import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import java.util.List;

/** A name that several datasets bear: the question has no answer until it says which. */
public final class AmbiguousNameException extends FreshetException {
  public AmbiguousNameException(String name, List<String> meant) {
    super(Fault.CALLER, "%s may be %s; say which".formatted(name, String.join(" or ", meant)));
  }
}
