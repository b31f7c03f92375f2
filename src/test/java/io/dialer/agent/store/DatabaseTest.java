package io.dialer.agent.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.dialer.agent.testing.Waiting;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DatabaseTest {
    private static final String SCHEMA =
            "CREATE TABLE IF NOT EXISTS word (id INTEGER PRIMARY KEY AUTOINCREMENT, text TEXT NOT NULL UNIQUE)";

    private final Vertx vertx = Vertx.vertx();

    @TempDir
    private Path folder;

    @AfterEach
    void closeVertx() {
        Waiting.on(vertx.close());
    }

    @Test
    void completesFiveHundredWritesInTheirOrder() {
        Database database = open();
        List<String> words =
                IntStream.range(0, 500).mapToObj(number -> "word " + number).toList();
        List<Integer> completed = new ArrayList<>();
        List<Future<Integer>> writes = new ArrayList<>();
        vertx.runOnContext(ignored -> words.forEach(
                word -> writes.add(insert(database, word).onSuccess(changed -> completed.add(completed.size())))));

        await().until(() -> completed.size() == 500);
        assertThat(Waiting.on(words(database))).isEqualTo(words);
        Waiting.on(database.close());
    }

    @Test
    void undoesAFailingOperationAlone() {
        Database database = open();
        Future<Integer> before = insert(database, "before");
        Future<Integer> twice = database.write(connection -> {
            try (Statement statement = connection.createStatement()) {
                statement.executeUpdate("INSERT INTO word (text) VALUES ('half')");
            }
            throw new SQLException("no more");
        });
        Future<Integer> broken = database.write(connection -> {
            throw new IllegalStateException("a fault of ours");
        });
        Future<Integer> after = insert(database, "after");

        Waiting.on(before);
        assertThat(Waiting.forFailureOf(twice)).hasMessage("no more");
        assertThat(Waiting.forFailureOf(broken)).hasMessage("a fault of ours");
        Waiting.on(after);
        assertThat(Waiting.on(words(database))).containsExactly("before", "after");
        Waiting.on(database.close());
    }

    @Test
    void readsWhatWasWrittenBefore() {
        Database database = open();
        insert(database, "one");
        insert(database, "two");
        assertThat(Waiting.on(words(database))).containsExactly("one", "two");
        Waiting.on(database.close());
    }

    @Test
    void closingCommitsWhatWaitsAndRefusesTheRest() {
        Database database = open();
        Future<Integer> write = insert(database, "last");
        Waiting.on(database.close());
        assertThat(write.succeeded()).isTrue();
        assertThat(Waiting.forFailureOf(insert(database, "late"))).hasMessage("the database is closed");

        Database again = open();
        assertThat(Waiting.on(words(again))).containsExactly("last");
        Waiting.on(again.close());
    }

    @Test
    void keepsWhatWasCommittedBeforeAnAbruptEnd() throws Exception {
        Database database = open();
        Waiting.on(insert(database, "kept"));
        // What a kill leaves behind: the file and its log as they are now, never closed.
        Path copy = folder.resolve("copy.db");
        Files.copy(file(), copy);
        Files.copy(folder.resolve("words.db-wal"), folder.resolve("copy.db-wal"));

        Database again = Waiting.on(Database.open(vertx, copy, "NORMAL", SCHEMA));
        assertThat(Waiting.on(words(again))).containsExactly("kept");
        Waiting.on(again.close());
        Waiting.on(database.close());
    }

    @Test
    void goesOnAfterAFullDisk() {
        Database database = open();
        Waiting.on(insert(database, "before"));
        Waiting.on(limitPages(database, 8));
        Future<Integer> tooLarge = insert(database, "x".repeat(100_000));
        assertThat(Waiting.forFailureOf(tooLarge)).hasMessageContaining("SQLITE_FULL");

        Waiting.on(limitPages(database, 100_000));
        Future<Integer> first = insert(database, "after");
        Future<Integer> second = insert(database, "and after");
        Waiting.on(first);
        Waiting.on(second);
        assertThat(Waiting.on(words(database))).containsExactly("before", "after", "and after");
        Waiting.on(database.close());
    }

    @Test
    void failsAWholeGroupWhoseTransactionIsGoneAndStoresNothingOfIt() {
        Database database = open();
        Waiting.on(limitPages(database, 8));
        Future<Integer> small = insert(database, "small");
        Future<Integer> tooLarge = insert(database, "x".repeat(100_000));
        Waiting.forFailureOf(tooLarge);
        Waiting.forFailureOf(small);
        assertThat(Waiting.on(words(database))).isEmpty();
        Waiting.on(insert(database, "small"));
        assertThat(Waiting.on(words(database))).containsExactly("small");
        Waiting.on(database.close());
    }

    @Test
    void setsAFileAsideThatIsNoDatabase() throws Exception {
        Files.writeString(file(), "this is no database, but long enough to be looked at ".repeat(100));
        Database database = open();
        Waiting.on(insert(database, "new"));
        Waiting.on(database.close());
        assertThat(damagedFiles())
                .singleElement()
                .satisfies(aside -> assertThat(aside).content().startsWith("this is no database"));
    }

    @Test
    void saysWhyAFileCannotBeOpened() {
        Future<Database> opened = Database.open(vertx, folder.resolve("absent").resolve("words.db"), "NORMAL", SCHEMA);
        assertThat(Waiting.forFailureOf(opened))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("absent/words.db cannot be opened");
    }

    @Test
    void nobodyButTheOwnerMayLookIntoTheFiles() throws Exception {
        Files.createFile(file(), PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-r--r--")));
        Database database = open();
        Waiting.on(insert(database, "secret"));

        try (var files = Files.list(folder)) {
            assertThat(files)
                    .allSatisfy(file -> assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                            .isEqualTo("rw-------"));
        }
        Waiting.on(database.close());
    }

    @Test
    void aReaderSeesEveryWriteThatWasAnsweredHoweverMuchItHasToRead() {
        Database database = open();
        Database reader = Waiting.on(database.openReader());
        List<Future<List<String>>> queued = new ArrayList<>();
        for (int round = 0; round < 200; round++) {
            for (int read = 0; read < 5; read++) {
                queued.add(words(reader));
            }
            String word = "word" + round;
            Waiting.on(insert(database, word));
            assertThat(Waiting.on(words(reader))).contains(word);
        }
        Waiting.on(Future.all(queued));
        Waiting.on(reader.close());
        Waiting.on(database.close());
    }

    @Test
    void givesBackAtOnceWhatItHoldsWithoutNeedAndGoesOn() throws Exception {
        Database database = open();
        Future<Integer> last = Future.succeededFuture();
        for (int number = 0; number < 1_000; number++) {
            last = insert(database, "x".repeat(4_000) + number);
        }
        Waiting.on(last);
        Waiting.on(database.write(connection -> {
            try (Statement statement = connection.createStatement()) {
                return statement.executeUpdate("DELETE FROM word");
            }
        }));
        Waiting.on(insert(database, "in the same group"));
        assertThat(Waiting.on(database.shrink())).isGreaterThan(1_000);

        assertThat(Files.size(file())).isLessThan(100_000);
        assertThat(folder.resolve("words.db-wal")).isEmptyFile();
        Waiting.on(insert(database, "afterwards"));
        assertThat(Waiting.on(words(database))).containsExactly("in the same group", "afterwards");
        Waiting.on(database.close());
    }

    private List<Path> damagedFiles() throws IOException {
        try (var files = Files.list(folder)) {
            return files.filter(name -> name.getFileName().toString().matches("words\\.db\\.damaged-[0-9-]+"))
                    .toList();
        }
    }

    private Path file() {
        return folder.resolve("words.db");
    }

    private Database open() {
        return Waiting.on(Database.open(vertx, file(), "NORMAL", SCHEMA));
    }

    private static Future<Integer> limitPages(Database database, int pages) {
        return database.read(connection -> {
            try (Statement statement = connection.createStatement()) {
                statement.execute("PRAGMA max_page_count = " + pages);
                return pages;
            }
        });
    }

    private static Future<Integer> insert(Database database, String word) {
        return database.write(connection -> {
            try (PreparedStatement insert = connection.prepareStatement("INSERT INTO word (text) VALUES (?)")) {
                insert.setString(1, word);
                return insert.executeUpdate();
            }
        });
    }

    private static Future<List<String>> words(Database database) {
        return database.read(connection -> {
            List<String> words = new ArrayList<>();
            try (Statement statement = connection.createStatement();
                    ResultSet row = statement.executeQuery("SELECT text FROM word ORDER BY id")) {
                while (row.next()) {
                    words.add(row.getString(1));
                }
            }
            return words;
        });
    }
}
