package io.freshet.cli.contract.draft;

import com.google.protobuf.DescriptorProtos.DescriptorProto;
import com.google.protobuf.DescriptorProtos.EnumValueDescriptorProto;
import com.google.protobuf.DescriptorProtos.FieldDescriptorProto;
import com.google.protobuf.DescriptorProtos.FieldDescriptorProto.Label;
import com.google.protobuf.DescriptorProtos.FieldDescriptorProto.Type;
import io.freshet.cli.contract.draft.ProtoFiles.Message;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Drafts columns from a message of a Protobuf schema, as Protobuf's own compiler reads it. */
final class ProtoDraft {
  private static final String WELL_KNOWN = ".google.protobuf.";

  /** Messages of Protobuf's own that stand for one value. */
  private static final Map<String, DraftType> VALUES =
      Map.of(
          "Timestamp", DraftType.TIMESTAMP,
          "BoolValue", DraftType.BOOLEAN,
          "BytesValue", DraftType.BYTES,
          "DoubleValue", DraftType.DOUBLE,
          "FloatValue", DraftType.FLOAT,
          "Int32Value", DraftType.INT,
          "Int64Value", DraftType.LONG,
          "StringValue", DraftType.STRING,
          "UInt32Value", DraftType.LONG,
          "UInt64Value", DraftType.LONG);

  private final ProtoFiles files;
  private final Problems problems;
  private final Set<String> open = new HashSet<>();

  private ProtoDraft(ProtoFiles files, Problems problems) {
    this.files = files;
    this.problems = problems;
  }

  /**
   * Reads it.
   *
   * @param message which one is the event; needed where more than one could be
   */
  static Draft read(Path file, Optional<String> message) throws IOException {
    Problems problems = new Problems(file);
    ProtoFiles files = ProtoFiles.compile(file, problems);
    Message event = files.event(message, problems);
    List<DraftColumn> columns = new ProtoDraft(files, problems).columns("", event);
    problems.check();

    return new Draft(event.comment(), columns);
  }

  private List<DraftColumn> columns(String parent, Message message) {
    List<DraftColumn> columns = new ArrayList<>();
    if (!open.add(message.name())) {
      problems.add(parent, "%s contains itself".formatted(message.name()), "flatten it");
      return columns;
    }
    DescriptorProto descriptor = message.descriptor();
    if (descriptor.getFieldCount() == 0) {
      problems.add(parent, "%s has no fields".formatted(message.name()), "leave it out");
    }
    ColumnNames names = new ColumnNames(problems);
    for (int i = 0; i < descriptor.getFieldCount(); i++) {
      FieldDescriptorProto field = descriptor.getField(i);
      String place = parent + field.getName();
      String comment = message.comment(i);
      names
          .of(field.getName(), place)
          .flatMap(name -> column(name, place, field, message))
          .map(column -> column.described(comment))
          .ifPresent(columns::add);
    }
    open.remove(message.name());

    return columns;
  }

  private Optional<DraftColumn> column(
      String name, String place, FieldDescriptorProto field, Message message) {
    boolean repeated = field.getLabel() == Label.LABEL_REPEATED;

    return type(repeated ? place + "[]" : place, field)
        .map(type -> repeated ? new DraftType.ListOf(type) : type)
        .map(type -> DraftColumn.of(name, type))
        .map(column -> repeated ? column : counted(column, field, message))
        .map(column -> hinted(column, field, repeated));
  }

  private DraftColumn counted(DraftColumn column, FieldDescriptorProto field, Message message) {
    if (field.getLabel() == Label.LABEL_REQUIRED) {
      return column.asRequired();
    }
    if (field.hasOneofIndex() && !field.getProto3Optional()) {
      String group = message.descriptor().getOneofDecl(field.getOneofIndex()).getName();

      return column.guess("optional, as it is one of %s".formatted(group));
    }
    boolean alwaysThere =
        message.isProto3() && !field.getProto3Optional() && field.getType() != Type.TYPE_MESSAGE;

    return alwaysThere
        ? column
            .asRequired()
            .guess("required, as proto3 always has a value; 0 or empty may mean that it lacks")
        : column;
  }

  private DraftColumn hinted(DraftColumn column, FieldDescriptorProto field, boolean repeated) {
    boolean unsigned =
        field.getType() == Type.TYPE_UINT64
            || field.getType() == Type.TYPE_FIXED64
            || field.getTypeName().equals(WELL_KNOWN + "UInt64Value");
    if (unsigned) {
      return column.guess("long, into which numbers from 2^63 on do not fit");
    }
    if (field.getType() == Type.TYPE_ENUM && !repeated) {
      return column.allowing(
          files.enumeration(field.getTypeName()).getValueList().stream()
              .map(EnumValueDescriptorProto::getName)
              .toList());
    }

    return column;
  }

  private Optional<DraftType> type(String place, FieldDescriptorProto field) {
    return switch (field.getType()) {
      case TYPE_BOOL -> Optional.of(DraftType.BOOLEAN);
      case TYPE_STRING, TYPE_ENUM -> Optional.of(DraftType.STRING);
      case TYPE_BYTES -> Optional.of(DraftType.BYTES);
      case TYPE_DOUBLE -> Optional.of(DraftType.DOUBLE);
      case TYPE_FLOAT -> Optional.of(DraftType.FLOAT);
      case TYPE_INT32, TYPE_SINT32, TYPE_SFIXED32 -> Optional.of(DraftType.INT);
      case TYPE_INT64,
          TYPE_SINT64,
          TYPE_SFIXED64,
          TYPE_UINT32,
          TYPE_FIXED32,
          TYPE_UINT64,
          TYPE_FIXED64 ->
          Optional.of(DraftType.LONG);
      case TYPE_MESSAGE, TYPE_GROUP -> message(place, field.getTypeName());
    };
  }

  private Optional<DraftType> message(String place, String type) {
    if (type.startsWith(WELL_KNOWN)) {
      DraftType value = VALUES.get(type.substring(WELL_KNOWN.length()));
      if (value == null) {
        problems.add(
            place, "a column can't be a %s".formatted(type.substring(1)), "send plain values");
      }

      return Optional.ofNullable(value);
    }
    Message message = files.message(type);
    if (message.descriptor().getOptions().getMapEntry()) {
      problems.add(
          place.replace("[]", ""),
          "a column can't be a map",
          "repeated messages with key and value can stand for it");
      return Optional.empty();
    }

    return Optional.of(new DraftType.Parts(columns(place + ".", message)));
  }
}
