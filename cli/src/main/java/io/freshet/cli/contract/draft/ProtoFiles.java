package io.freshet.cli.contract.draft;

import com.google.protobuf.DescriptorProtos.DescriptorProto;
import com.google.protobuf.DescriptorProtos.EnumDescriptorProto;
import com.google.protobuf.DescriptorProtos.FieldDescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorSet;
import com.google.protobuf.DescriptorProtos.SourceCodeInfo.Location;
import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import io.freshet.core.toolkit.NearestName;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** A {@code .proto} file and what it imports, compiled: messages and enums by their full names. */
final class ProtoFiles {
  // Numbers of fields of descriptor.proto, by which the compiler says where a comment stands.
  private static final int MESSAGES = 4;
  private static final int NESTED = 3;
  private static final int FIELDS = 2;

  private final Map<String, Message> messages = new HashMap<>();
  private final Map<String, EnumDescriptorProto> enums = new HashMap<>();
  private final Map<String, Message> topLevel = new LinkedHashMap<>();

  private ProtoFiles() {}

  /** A message with its comments. */
  record Message(
      String name,
      DescriptorProto descriptor,
      boolean isProto3,
      List<Integer> path,
      Map<List<Integer>, String> comments) {
    String comment() {
      return comments.getOrDefault(path, "");
    }

    /** Of the field with that index. */
    String comment(int field) {
      return comments.getOrDefault(appended(path, FIELDS, field), "");
    }
  }

  static ProtoFiles compile(Path file, Problems problems) throws IOException {
    FileDescriptorSet compiled = Protoc.compile(file, problems);
    ProtoFiles files = new ProtoFiles();
    for (FileDescriptorProto each : compiled.getFileList()) {
      files.add(each);
    }
    // Imports come first.
    files.nameTopLevel(compiled.getFile(compiled.getFileCount() - 1));

    return files;
  }

  Message message(String fullName) {
    return messages.get(fullName);
  }

  EnumDescriptorProto enumeration(String fullName) {
    return enums.get(fullName);
  }

  /** The message that is named, or the only one that no other one holds. */
  Message event(Optional<String> named, Problems problems) {
    if (named.isPresent()) {
      Message message = topLevel.get(named.get());
      if (message == null) {
        throw new FreshetException(
            Fault.CALLER,
            "There is no message %s%s"
                .formatted(named.get(), NearestName.hint(named.get(), topLevel.keySet())));
      }

      return message;
    }
    Set<String> held =
        topLevel.values().stream()
            .flatMap(message -> message.descriptor().getFieldList().stream())
            .map(FieldDescriptorProto::getTypeName)
            .collect(Collectors.toSet());
    List<Message> candidates =
        topLevel.values().stream().filter(message -> !held.contains(message.name())).toList();
    if (candidates.size() != 1) {
      throw problems.unreadable(
          "it has %s; name the event with --message"
              .formatted(
                  topLevel.isEmpty()
                      ? "no message"
                      : "the messages " + String.join(", ", topLevel.keySet())));
    }

    return candidates.get(0);
  }

  private void nameTopLevel(FileDescriptorProto file) {
    for (DescriptorProto message : file.getMessageTypeList()) {
      topLevel.put(message.getName(), messages.get(prefix(file) + message.getName()));
    }
  }

  private void add(FileDescriptorProto file) {
    Map<List<Integer>, String> comments = comments(file);
    boolean isProto3 = file.getSyntax().equals("proto3");
    for (int i = 0; i < file.getMessageTypeCount(); i++) {
      DescriptorProto message = file.getMessageType(i);
      add(
          new Message(
              prefix(file) + message.getName(), message, isProto3, List.of(MESSAGES, i), comments));
    }
    file.getEnumTypeList().forEach(each -> enums.put(prefix(file) + each.getName(), each));
  }

  private void add(Message message) {
    messages.put(message.name(), message);
    DescriptorProto descriptor = message.descriptor();
    for (int i = 0; i < descriptor.getNestedTypeCount(); i++) {
      DescriptorProto nested = descriptor.getNestedType(i);
      add(
          new Message(
              message.name() + "." + nested.getName(),
              nested,
              message.isProto3(),
              appended(message.path(), NESTED, i),
              message.comments()));
    }
    descriptor
        .getEnumTypeList()
        .forEach(each -> enums.put(message.name() + "." + each.getName(), each));
  }

  private static Map<List<Integer>, String> comments(FileDescriptorProto file) {
    Map<List<Integer>, String> comments = new HashMap<>();
    for (Location location : file.getSourceCodeInfo().getLocationList()) {
      String comment =
          (location.getLeadingComments() + " " + location.getTrailingComments())
              .replaceAll("\\s+", " ")
              .strip();
      if (!comment.isEmpty()) {
        comments.put(List.copyOf(location.getPathList()), comment);
      }
    }

    return comments;
  }

  private static String prefix(FileDescriptorProto file) {
    return file.getPackage().isEmpty() ? "." : "." + file.getPackage() + ".";
  }

  private static List<Integer> appended(List<Integer> path, int what, int index) {
    List<Integer> longer = new ArrayList<>(path);
    longer.add(what);
    longer.add(index);

    return List.copyOf(longer);
  }
}
