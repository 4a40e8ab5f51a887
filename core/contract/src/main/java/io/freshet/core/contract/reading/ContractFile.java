package io.freshet.core.contract.reading;

import io.freshet.core.contract.Contract;
import io.freshet.core.contract.Finding;
import io.freshet.core.contract.odcs.MalformedDocumentException;
import io.freshet.core.contract.odcs.OdcsDocument;
import io.freshet.core.contract.odcs.OdcsStandard;
import java.util.List;
import java.util.Optional;

/**
 * One file, read as far as it can be.
 *
 * @param label what messages call the file
 * @param contract empty when there is a finding
 * @param text what stands in it; empty when that can't be read
 * @param maxMessageBytesLine where to point when the stream's limit is wrong beside the others'
 */
record ContractFile(
    String label,
    String text,
    Optional<Contract> contract,
    List<Finding> findings,
    int maxMessageBytesLine) {

  static ContractFile read(String label, String expectedName, String yaml, OdcsStandard standard) {
    try {
      OdcsDocument document = OdcsDocument.parse(yaml);
      Findings findings = new Findings(label, document);
      standard
          .violations(document)
          .forEach(
              violation -> findings.add(violation.path(), violation.problem(), violation.remedy()));
      findings.silenceFoundPlaces();
      ContractParser parser = new ContractParser(expectedName, document, findings);
      Optional<Contract> contract = parser.parse();

      return new ContractFile(
          label,
          yaml,
          contract,
          findings.inLineOrder(),
          parser.line(ContractKey.MAX_MESSAGE_BYTES));
    } catch (MalformedDocumentException e) {
      return unreadable(new Finding(label, e.line(), e.path(), e.getMessage(), e.remedy()));
    }
  }

  static ContractFile unreadable(Finding finding) {
    return new ContractFile(finding.file(), "", Optional.empty(), List.of(finding), 1);
  }
}
