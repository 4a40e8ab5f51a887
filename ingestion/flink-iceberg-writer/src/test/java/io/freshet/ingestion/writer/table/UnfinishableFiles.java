package io.freshet.ingestion.writer.table;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.iceberg.Table;
import org.apache.iceberg.io.FileIO;
import org.apache.iceberg.io.InputFile;
import org.apache.iceberg.io.OutputFile;
import org.apache.iceberg.io.PositionOutputStream;

/** A store that takes bytes and then fails to close any file. */
public final class UnfinishableFiles implements FileIO {
  private static final long serialVersionUID = 1L;

  public final AtomicInteger closings = new AtomicInteger();

  /** The table, with its files in this store. */
  public Table under(Table table) {
    return (Table)
        Proxy.newProxyInstance(
            Table.class.getClassLoader(),
            new Class<?>[] {Table.class},
            (proxy, method, arguments) -> {
              try {
                return method.getName().equals("io") ? this : method.invoke(table, arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }

  @Override
  public OutputFile newOutputFile(String path) {
    return new OutputFile() {
      @Override
      public PositionOutputStream create() {
        return new Unclosable();
      }

      @Override
      public PositionOutputStream createOrOverwrite() {
        return new Unclosable();
      }

      @Override
      public String location() {
        return path;
      }

      @Override
      public InputFile toInputFile() {
        throw new UnsupportedOperationException("Nothing was stored");
      }
    };
  }

  @Override
  public InputFile newInputFile(String path) {
    throw new UnsupportedOperationException("Nothing was stored");
  }

  @Override
  public void deleteFile(String path) {
    throw new UnsupportedOperationException("Nothing was stored");
  }

  private final class Unclosable extends PositionOutputStream {
    private long position;

    @Override
    public long getPos() {
      return position;
    }

    @Override
    public void write(int value) {
      position++;
    }

    @Override
    public void close() throws IOException {
      closings.incrementAndGet();
      throw new IOException("the store is away");
    }
  }
}
