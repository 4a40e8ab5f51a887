package io.freshet.catalog.signing;

import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.apache.iceberg.exceptions.BadRequestException;

/** The keys that the body of a request to delete many objects names. */
final class DeletedKeys {
  private static final int MOST = 1000;

  private DeletedKeys() {}

  /**
   * @throws BadRequestException when {@code xml} names anything but keys: older versions, for one,
   *     are what a restore begins with
   */
  static List<String> in(String xml) {
    if (xml == null || xml.isEmpty()) {
      throw wrong("it lacks");
    }
    XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
    factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
    factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
    List<String> keys = new ArrayList<>();
    try {
      XMLStreamReader reader = factory.createXMLStreamReader(new StringReader(xml));
      requireOurEncoding(reader.getCharacterEncodingScheme());
      while (reader.hasNext()) {
        if (reader.next() == XMLStreamConstants.START_ELEMENT) {
          read(reader, keys);
        }
      }
    } catch (XMLStreamException e) {
      throw wrong("it is no XML");
    }
    if (keys.isEmpty() || keys.size() > MOST) {
      throw wrong("it names %d keys, and may name 1 to %d".formatted(keys.size(), MOST));
    }

    return keys;
  }

  /** Else the store would read other keys in the same bytes: what is signed is text in UTF-8. */
  private static void requireOurEncoding(String said) {
    if (said != null && !said.equalsIgnoreCase("UTF-8")) {
      throw wrong("its encoding is %s, not UTF-8".formatted(said));
    }
  }

  private static void read(XMLStreamReader reader, List<String> keys) throws XMLStreamException {
    switch (reader.getLocalName()) {
      case "Delete", "Object" -> {}
      case "Quiet" -> reader.getElementText();
      case "Key" -> keys.add(reader.getElementText());
      default -> throw wrong("it holds " + reader.getLocalName());
    }
  }

  private static BadRequestException wrong(String why) {
    return new BadRequestException(
        "The body of a request to delete objects must name their keys: %s", why);
  }
}
