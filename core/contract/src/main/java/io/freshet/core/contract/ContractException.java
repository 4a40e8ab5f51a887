package io.freshet.core.contract;

import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import java.util.List;

/** A contract that can't be used as it was asked to be. */
public final class ContractException extends FreshetException {
  private final List<Finding> findings;

  public ContractException(String message) {
    super(Fault.CALLER, message);
    this.findings = List.of();
  }

  public ContractException(List<Finding> findings) {
    super(Fault.CALLER, String.join("\n", findings.stream().map(Finding::toString).toList()));
    this.findings = List.copyOf(findings);
  }

  /** What is wrong in which file; empty when it is not about files. */
  public List<Finding> findings() {
    return findings;
  }
}
