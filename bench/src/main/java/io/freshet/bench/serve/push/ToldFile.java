package io.freshet.bench.serve.push;

import io.freshet.bench.serve.Version;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;

/** How the watchers' process hands over what each of them was told. */
final class ToldFile {
  private ToldFile() {}

  /** Never leaves half of it. */
  static void write(Path file, List<Told> watchers) throws IOException {
    Path half = file.resolveSibling(file.getFileName() + ".half");
    try (DataOutputStream out =
        new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(half)))) {
      out.writeInt(watchers.size());
      for (Told told : watchers) {
        out.writeUTF(told.trouble());
        out.writeInt(told.news().size());
        for (Told.News news : told.news()) {
          out.writeLong(news.version().orderVersion());
          out.writeLong(news.version().eventMillis());
          out.writeLong(news.arrivedMicros());
        }
      }
    }
    Files.move(half, file, StandardCopyOption.ATOMIC_MOVE);
  }

  static List<Told> read(Path file) throws IOException {
    try (DataInputStream in =
        new DataInputStream(new BufferedInputStream(Files.newInputStream(file)))) {
      int watchers = in.readInt();
      List<Told> all = new ArrayList<>(watchers);
      for (int i = 0; i < watchers; i++) {
        String trouble = in.readUTF();
        int count = in.readInt();
        List<Told.News> news = new ArrayList<>(count);
        for (int j = 0; j < count; j++) {
          news.add(new Told.News(new Version(in.readLong(), in.readLong()), in.readLong()));
        }
        all.add(new Told(news, trouble));
      }

      return all;
    }
  }
}
