package io.freshet.deploy.sbom;

import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.xml.sax.SAXException;

/** The licences that a library's pom names, or the nearest of its parents that names any. */
final class PomLicences {
  private static final int MAX_PARENTS = 20;

  private final Map<Path, List<String>> known = new HashMap<>();

  /** None where neither the pom nor a parent says anything, or there is no pom. */
  List<String> of(Path repository, String group, String name, String version) {
    return of(repository, pom(repository, group, name, version), 0);
  }

  private List<String> of(Path repository, Path pom, int depth) {
    if (depth > MAX_PARENTS || !Files.exists(pom)) {
      return List.of();
    }
    List<String> before = known.get(pom);
    if (before != null) {
      return before;
    }
    Element project = read(pom);
    List<String> licences = new ArrayList<>();
    for (Element all : children(project, "licenses")) {
      for (Element licence : children(all, "license")) {
        children(licence, "name").stream()
            .map(each -> each.getTextContent().strip().replaceAll("\\s+", " "))
            .forEach(licences::add);
      }
    }
    for (Element parent : children(project, "parent")) {
      if (licences.isEmpty()) {
        Path above =
            pom(
                repository,
                text(parent, "groupId"),
                text(parent, "artifactId"),
                text(parent, "version"));
        licences.addAll(of(repository, above, depth + 1));
      }
    }
    known.put(pom, List.copyOf(licences));

    return known.get(pom);
  }

  private static Path pom(Path repository, String group, String name, String version) {
    return repository
        .resolve(group.replace('.', '/'))
        .resolve(name)
        .resolve(version)
        .resolve("%s-%s.pom".formatted(name, version));
  }

  private static String text(Element parent, String name) {
    return children(parent, name).stream()
        .map(child -> child.getTextContent().strip())
        .findFirst()
        .orElse("");
  }

  private static List<Element> children(Element parent, String name) {
    List<Element> found = new ArrayList<>();
    for (Node child = parent.getFirstChild(); child != null; child = child.getNextSibling()) {
      if (child instanceof Element element && element.getTagName().equals(name)) {
        found.add(element);
      }
    }

    return found;
  }

  private static Element read(Path pom) {
    try (InputStream in = Files.newInputStream(pom)) {
      DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
      // Others have written it: no entities, nothing fetched.
      factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
      factory.setAttribute(XMLConstants.ACCESS_EXTERNAL_DTD, "");
      factory.setAttribute(XMLConstants.ACCESS_EXTERNAL_SCHEMA, "");

      return factory.newDocumentBuilder().parse(in).getDocumentElement();
    } catch (IOException | SAXException | ParserConfigurationException e) {
      throw new FreshetException(
          Fault.CALLER, "Cannot read %s: %s".formatted(pom, e.getMessage()), e);
    }
  }
}
