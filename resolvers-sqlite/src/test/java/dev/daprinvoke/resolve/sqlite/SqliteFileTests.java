package dev.daprinvoke.resolve.sqlite;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

import dev.daprinvoke.resolve.Endpoint;
import dev.daprinvoke.resolve.Instance;
import dev.daprinvoke.resolve.NameResolutionException;
import dev.daprinvoke.target.AppId;
import dev.daprinvoke.target.AppTarget;
import dev.daprinvoke.target.Namespace;

import static org.assertj.core.api.Assertions.assertThat;

/** Platform contract section 3.4, with the resolver's own thread and the file's locks. */
@Timeout(60)
class SqliteFileTests {

	private static final AppTarget CART = new AppTarget("cart", new AppId("cart"), Namespace.DEFAULT);

	private static final Duration BOUND = Duration.ofSeconds(20);

	@TempDir
	private Path directory;

	@Test
	void whenManySidecarsStartAtOnceOnNewFileThenAllFindEachOther() {
		List<SqliteResolver> resolvers = Flux.range(0, 8).flatMap((i) -> open(Map.of())).collectList().block(BOUND);
		Flux.range(0, 8).flatMap((i) -> resolvers.get(i).announce(instance(50000 + i))).then().block(BOUND);
		List<Endpoint> all = IntStream.range(0, 8).mapToObj((i) -> new Endpoint("127.0.0.1", 50000 + i)).toList();
		for (SqliteResolver resolver : resolvers) {
			assertThat(resolver.resolve(CART).block(BOUND)).isEqualTo(all);
		}
		Flux.fromIterable(resolvers).flatMap(SqliteResolver::close).then().block(BOUND);
	}

	@Test
	void whenResolvedThenItHappensOnTheNamedThreadWhichEndsWithTheResolver() {
		SqliteResolver resolver = open(Map.of()).block(BOUND);
		String thread = resolver.resolve(CART)
			.map((endpoints) -> "")
			.onErrorResume((ex) -> Mono.fromSupplier(() -> Thread.currentThread().getName()))
			.block(BOUND);
		assertThat(thread).startsWith("sqlite-resolver");
		resolver.close().block(BOUND);
	}

	@Test
	void whenMoreLookupsWaitThanTheQueueHoldsThenTheRestFailsAtOnce() throws SQLException {
		SqliteResolver resolver = open(Map.of("disableWAL", true)).block(BOUND);
		try (SharedFile other = new SharedFile(file())) {
			other.execute("BEGIN EXCLUSIVE");
			List<String> messages = Flux.range(0, 2 * FileThread.QUEUE_SIZE)
				.flatMap((i) -> resolver.resolve(new AppTarget("a" + i, new AppId("a" + i), Namespace.DEFAULT))
					.map(Object::toString)
					.onErrorResume((ex) -> Mono.just(ex.getMessage())), 2 * FileThread.QUEUE_SIZE)
				.collectList()
				.block(BOUND);
			assertThat(messages).hasSize(2 * FileThread.QUEUE_SIZE)
				.anyMatch((message) -> message.endsWith(" in SQLite: more than 256 operations are waiting"))
				.noneMatch((message) -> message.startsWith("["));
			other.execute("COMMIT");
		}
		StepVerifier.create(resolver.resolve(CART)).expectErrorMessage("no host found with the given ID").verify(BOUND);
		resolver.close().block(BOUND);
	}

	@Test
	void whenSeveralCallsWaitThenTheyShareOneReadingAndOneMayLeave() throws SQLException {
		SqliteResolver resolver = open(Map.of("disableWAL", true)).block(BOUND);
		resolver.announce(instance(50001)).block(BOUND);
		try (SharedFile other = new SharedFile(file())) {
			other.execute("BEGIN EXCLUSIVE");
			Disposable leaves = resolver.resolve(CART).subscribe();
			CompletableFuture<List<Endpoint>> first = resolver.resolve(CART).toFuture();
			CompletableFuture<List<Endpoint>> second = resolver.resolve(CART).toFuture();
			leaves.dispose();
			assertThat(first).isNotDone();
			other.execute("COMMIT");
			assertThat(first).succeedsWithin(BOUND);
			assertThat(second).succeedsWithin(BOUND);
			assertThat(second.join()).isSameAs(first.join()).containsExactly(new Endpoint("127.0.0.1", 50001));
		}
		resolver.close().block(BOUND);
	}

	@Test
	void whenFileIsLockedForLongThenLookupEndsAfterTheTimeout() throws SQLException {
		SqliteResolver resolver = open(Map.of("disableWAL", true, "busyTimeout", "3s")).block(BOUND);
		try (SharedFile other = new SharedFile(file())) {
			other.execute("BEGIN EXCLUSIVE");
			StepVerifier.create(resolver.resolve(CART))
				.expectErrorMessage("could not look up cart in SQLite: it took longer than 1000 ms")
				.verify(BOUND);
			other.execute("COMMIT");
		}
		resolver.close().block(BOUND);
	}

	@Test
	void whenClosedThenWaitingCallsEndWithAnErrorAtOnce() throws SQLException {
		SqliteResolver resolver = open(Map.of("disableWAL", true)).block(BOUND);
		try (SharedFile other = new SharedFile(file())) {
			other.execute("BEGIN EXCLUSIVE");
			CompletableFuture<List<Endpoint>> waiting = resolver.resolve(CART).toFuture();
			CompletableFuture<Void> closing = resolver.close().toFuture();
			assertThat(waiting).isCompletedExceptionally();
			assertThat(waiting).failsWithin(BOUND)
				.withThrowableThat()
				.havingCause()
				.withMessage("name resolver is closed");
			other.execute("COMMIT");
			assertThat(closing).succeedsWithin(BOUND);
		}
	}

	@Test
	void whenDatabaseIsInMemoryThenOwnRowsAreFound() {
		SqliteResolver resolver = open(Map.of("connectionString", ":memory:")).block(BOUND);
		resolver.announce(instance(50001)).block(BOUND);
		assertThat(resolver.resolve(CART).block(BOUND)).hasSize(1);
		resolver.close().block(BOUND);
		assertThat(this.directory).isEmptyDirectory();
	}

	@Test
	void whenDatabaseIsReadOnlyThenOthersAreFoundAndAnnouncingFails() {
		SqliteResolver writer = open(Map.of()).block(BOUND);
		writer.announce(instance(50001)).block(BOUND);
		SqliteResolver reader = open(Map.of("connectionString", "file:" + file() + "?mode=ro")).block(BOUND);
		assertThat(reader.resolve(CART).block(BOUND)).hasSize(1);
		StepVerifier.create(reader.announce(instance(50002)))
			.expectErrorSatisfies((ex) -> assertThat(ex).isInstanceOf(NameResolutionException.class)
				.hasMessageStartingWith("could not register 127.0.0.1:50002 in SQLite: "))
			.verify(BOUND);
		reader.close().block(BOUND);
		writer.close().block(BOUND);
	}

	@Test
	void whenWalIsDisabledThenJournalIsRolledBack() throws SQLException {
		SqliteResolver resolver = open(Map.of("disableWAL", "true")).block(BOUND);
		try (SharedFile other = new SharedFile(file())) {
			assertThat(other.rows("PRAGMA journal_mode")).containsExactly("delete");
		}
		resolver.close().block(BOUND);
	}

	@Test
	void whenTablesHaveOtherNamesThenTheyAreUsed() throws SQLException {
		SqliteResolver resolver = open(Map.of("tableName", "apps", "metadataTableName", "facts")).block(BOUND);
		resolver.announce(instance(50001)).block(BOUND);
		try (SharedFile other = new SharedFile(file())) {
			assertThat(other.rows("SELECT address FROM apps")).containsExactly("127.0.0.1:50001");
			assertThat(other.rows("SELECT key FROM facts")).containsExactly("nr-migrations");
		}
		resolver.close().block(BOUND);
	}

	@Test
	void whenDirectoryIsMissingThenOpeningFailsNamingTheDatabase() {
		String path = this.directory.resolve("missing").resolve("names.db").toString();
		StepVerifier.create(open(Map.of("connectionString", path)))
			.expectErrorSatisfies((ex) -> assertThat(ex).isInstanceOf(NameResolutionException.class)
				.hasMessageStartingWith("could not open the SQLite database " + path + ": "))
			.verify(BOUND);
	}

	@Test
	void whenFileIsNoDatabaseThenOpeningFails() throws IOException {
		Files.writeString(file(), "x".repeat(5000));
		StepVerifier.create(open(Map.of()))
			.expectErrorSatisfies((ex) -> assertThat(ex).hasMessageContaining("file is not a database"))
			.verify(BOUND);
	}

	private Mono<SqliteResolver> open(Map<String, Object> configuration) {
		Map<String, Object> all = new HashMap<>(Map.of("connectionString", file().toString()));
		all.putAll(configuration);
		return SqliteResolver.open(SqliteSettings.from(all));
	}

	private Path file() {
		return this.directory.resolve("names.db");
	}

	private static Instance instance(int port) {
		return new Instance(new AppId("cart"), Namespace.DEFAULT, "127.0.0.1", port, 3500, 8080);
	}

}
