package dev.daprinvoke.resolve.sqlite;

import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import reactor.core.publisher.Mono;
import reactor.test.scheduler.VirtualTimeScheduler;

import dev.daprinvoke.resolve.Endpoint;
import dev.daprinvoke.resolve.Instance;
import dev.daprinvoke.resolve.NameResolutionException;
import dev.daprinvoke.target.AppId;
import dev.daprinvoke.target.AppTarget;
import dev.daprinvoke.target.Namespace;

import static org.assertj.core.api.Assertions.assertThat;

/** Platform contract section 3.4, in virtual time, on a real file. */
class SqliteResolverTests {

	private static final AppTarget CART = new AppTarget("cart", new AppId("cart"), Namespace.DEFAULT);

	private static final Instance SELF = instance("10.0.0.9", 50009);

	@TempDir
	private Path directory;

	private final VirtualTimeScheduler time = VirtualTimeScheduler.create();

	private SharedFile other;

	private SqliteResolver resolver;

	@BeforeEach
	void open() throws SQLException {
		this.time.advanceTimeBy(Duration.ofSeconds(1_800_000_000));
		this.resolver = open(Map.of());
		this.other = new SharedFile(this.directory.resolve("names.db"));
	}

	@AfterEach
	void close() throws SQLException {
		run(this.resolver.close());
		this.other.close();
		this.time.dispose();
	}

	@Test
	void whenFileIsNewThenItHasTheSchemaOfDapr() throws SQLException {
		assertThat(this.other.rows("SELECT * FROM metadata")).containsExactly("nr-migrations|1");
		assertThat(this.other.rows("SELECT name, type, \"notnull\", pk FROM pragma_table_info('hosts')"))
			.containsExactly("registration_id|TEXT|1|1", "address|TEXT|1|0", "app_id|TEXT|1|0", "namespace|TEXT|1|0",
					"last_update|INTEGER|1|0");
		assertThat(this.other
			.rows("SELECT name, \"unique\" FROM pragma_index_list('hosts') WHERE origin = 'c' ORDER BY 1"))
			.containsExactly("hosts_address_idx|1", "hosts_last_update_idx|0");
		assertThat(this.other.rows("PRAGMA journal_mode")).containsExactly("wal");
	}

	@Test
	void whenDaprMadeTheFileThenItIsSharedAsItIs() throws SQLException {
		try (SharedFile dapr = new SharedFile(this.directory.resolve("dapr.db"))) {
			dapr.createSchema();
			dapr.putRow("cart", "127.0.0.1:50002", now());
			SqliteResolver ours = open(Map.of("connectionString", this.directory.resolve("dapr.db").toString()));
			assertThat(run(ours.resolve(CART))).containsExactly(new Endpoint("127.0.0.1", 50002));
			run(ours.announce(SELF));
			assertThat(dapr.rows("SELECT address, app_id, namespace, last_update FROM hosts WHERE address LIKE '10.%'"))
				.containsExactly("10.0.0.9:50009|cart||" + now());
			assertThat(dapr.rows("SELECT registration_id FROM hosts WHERE address LIKE '10.%'").get(0))
				.matches("[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}");
			run(ours.close());
		}
	}

	@Test
	void whenSeveralRowsAreFreshThenAllAreFoundSorted() throws SQLException {
		this.other.putRow("cart", "10.0.0.3:50002", now());
		this.other.putRow("cart", "10.0.0.1:50003", now() - 4);
		this.other.putRow("cart", "10.0.0.1:50002", now() - 1);
		this.other.putRow("cart", "10.0.0.4:50002", now() - 5);
		this.other.putRow("frontend", "10.0.0.5:50002", now());
		this.other.putRow("cart", "no address", now());
		assertThat(run(this.resolver.resolve(CART))).containsExactly(new Endpoint("10.0.0.1", 50002),
				new Endpoint("10.0.0.1", 50003), new Endpoint("10.0.0.3", 50002));
	}

	@Test
	void whenAddressIsIpv6ThenItIsReadWithAndWithoutBrackets() throws SQLException {
		this.other.putRow("cart", "[2001:db8::2]:50002", now());
		this.other.putRow("cart", "2001:db8::1:50002", now());
		assertThat(run(this.resolver.resolve(CART))).containsExactly(new Endpoint("2001:db8::1", 50002),
				new Endpoint("2001:db8::2", 50002));
	}

	@Test
	void whenNamespaceDiffersThenItIsIgnored() throws SQLException {
		this.other.putRow("cart", "10.0.0.1:50002", now());
		assertThat(run(this.resolver.resolve(new AppTarget("cart.shop", new AppId("cart"), new Namespace("shop")))))
			.hasSize(1);
	}

	@Test
	void whenNoRowIsFreshThenErrorHasTheTextOfDapr() throws SQLException {
		this.other.putRow("cart", "10.0.0.1:50002", now() - 5);
		assertThat(failure(this.resolver.resolve(CART))).isInstanceOf(NameResolutionException.class)
			.hasMessage("no host found with the given ID");
	}

	@Test
	void whenIdHoldsQuotesThenItIsOnlyText() {
		AppTarget target = new AppTarget("x", new AppId("x' OR '1'='1"), Namespace.DEFAULT);
		run(this.resolver.announce(SELF));
		assertThat(failure(this.resolver.resolve(target))).hasMessage("no host found with the given ID");
	}

	@Test
	void whenRowsWereJustReadThenCallDoesNotWaitForTheFile() throws SQLException {
		this.other.putRow("cart", "10.0.0.1:50002", now());
		run(this.resolver.resolve(CART));
		assertThat(this.resolver.resolve(CART).block(Duration.ZERO)).hasSize(1);
	}

	@Test
	void whenRowIsAddedThenAppInUseSeesItWithinQuarterOfSecondWithoutWaiting() throws SQLException {
		this.other.putRow("cart", "10.0.0.1:50002", now());
		run(this.resolver.resolve(CART));
		this.other.putRow("cart", "10.0.0.2:50002", now());
		this.time.advanceTimeBy(Duration.ofMillis(124));
		assertThat(this.resolver.resolve(CART).block(Duration.ZERO)).hasSize(1);
		this.time.advanceTimeBy(Duration.ofMillis(1));
		assertThat(this.resolver.resolve(CART).block(Duration.ZERO)).hasSize(1);
		this.time.advanceTimeBy(Duration.ofMillis(1));
		assertThat(this.resolver.resolve(CART).block(Duration.ZERO)).hasSize(2);
	}

	@Test
	void whenAppWasNotCalledForAWhileThenRowsAreReadAnew() throws SQLException {
		this.other.putRow("cart", "10.0.0.1:50002", now());
		run(this.resolver.resolve(CART));
		this.other.putRow("cart", "10.0.0.2:50002", now());
		this.time.advanceTimeBy(Duration.ofMillis(250));
		assertThat(run(this.resolver.resolve(CART))).hasSize(2);
	}

	@Test
	void whenEndpointIsUnreachableThenRowsAreReadAnew() throws SQLException {
		this.other.putRow("cart", "10.0.0.1:50002", now());
		run(this.resolver.resolve(CART));
		this.other.execute("DELETE FROM hosts");
		this.resolver.unreachable(CART, new Endpoint("10.0.0.1", 50002));
		assertThat(failure(this.resolver.resolve(CART))).hasMessage("no host found with the given ID");
	}

	@Test
	void whenAnnouncedThenRowIsRenewedEveryFourSecondsAndDeletedAtWithdrawal() throws SQLException {
		run(this.resolver.announce(SELF));
		long announced = now();
		assertThat(run(this.resolver.resolve(CART))).containsExactly(SELF.endpoint());
		this.time.advanceTimeBy(Duration.ofMillis(3999));
		assertThat(this.other.rows("SELECT last_update FROM hosts")).containsExactly("" + announced);
		this.time.advanceTimeBy(Duration.ofMillis(1));
		assertThat(this.other.rows("SELECT last_update FROM hosts")).containsExactly("" + (announced + 4));
		this.time.advanceTimeBy(Duration.ofSeconds(40));
		assertThat(this.other.rows("SELECT last_update FROM hosts")).containsExactly("" + (announced + 44));
		this.other.putRow("cart", "10.0.0.1:50002", now());
		run(this.resolver.withdraw(SELF));
		assertThat(this.other.rows("SELECT address FROM hosts")).containsExactly("10.0.0.1:50002");
		this.time.advanceTimeBy(Duration.ofSeconds(10));
		assertThat(isLost()).isFalse();
	}

	@Test
	void whenAddressHasAnOldRowThenItIsTakenOver() throws SQLException {
		this.other.putRow("frontend", "10.0.0.9:50009", now() - 100);
		run(this.resolver.announce(SELF));
		assertThat(this.other.rows("SELECT app_id, address FROM hosts")).containsExactly("cart|10.0.0.9:50009");
	}

	@Test
	void whenAnotherTakesOurAddressOverThenRegistrationIsLostAtNextRenewal() throws SQLException {
		run(this.resolver.announce(SELF));
		this.other.putRow("frontend", "10.0.0.9:50009", now());
		assertThat(isLost()).isFalse();
		this.time.advanceTimeBy(Duration.ofSeconds(4));
		assertThat(isLost()).isTrue();
		run(this.resolver.withdraw(SELF));
		assertThat(this.other.rows("SELECT app_id FROM hosts")).containsExactly("frontend");
	}

	@Test
	void whenOurRowIsDeletedThenRegistrationIsLost() throws SQLException {
		run(this.resolver.announce(SELF));
		this.other.execute("DELETE FROM hosts");
		this.time.advanceTimeBy(Duration.ofSeconds(4));
		assertThat(isLost()).isTrue();
	}

	@Test
	void whenSameInstanceIsAnnouncedAgainThenNothingIsLost() throws SQLException {
		run(this.resolver.announce(SELF));
		run(this.resolver.announce(SELF));
		this.time.advanceTimeBy(Duration.ofSeconds(8));
		assertThat(isLost()).isFalse();
		assertThat(this.other.rows("SELECT address FROM hosts")).hasSize(1);
	}

	@Test
	void whenRenewalFailsThenItIsTriedAgainAndNothingIsLost() throws SQLException {
		run(this.resolver.announce(SELF));
		long announced = now();
		this.other.execute("ALTER TABLE hosts RENAME TO away");
		this.time.advanceTimeBy(Duration.ofMillis(4100));
		this.other.execute("ALTER TABLE away RENAME TO hosts");
		assertThat(isLost()).isFalse();
		this.time.advanceTimeBy(Duration.ofMillis(50));
		assertThat(this.other.rows("SELECT last_update FROM hosts")).containsExactly("" + (announced + 4));
	}

	@Test
	void whenRenewalFailsForLongThenTheNextIntervalTriesAgain() throws SQLException {
		run(this.resolver.announce(SELF));
		long announced = now();
		this.other.execute("ALTER TABLE hosts RENAME TO away");
		this.time.advanceTimeBy(Duration.ofMillis(7900));
		this.other.execute("ALTER TABLE away RENAME TO hosts");
		this.time.advanceTimeBy(Duration.ofMillis(100));
		assertThat(this.other.rows("SELECT last_update FROM hosts")).containsExactly("" + (announced + 8));
		assertThat(isLost()).isFalse();
	}

	@Test
	void whenInstanceWasNeverAnnouncedThenWithdrawingDoesNothing() {
		run(this.resolver.withdraw(SELF));
	}

	@Test
	void whenFileCannotBeReadThenErrorSaysWhatWasTried() throws SQLException {
		this.other.execute("ALTER TABLE hosts RENAME TO away");
		assertThat(failure(this.resolver.resolve(CART))).isInstanceOf(NameResolutionException.class)
			.hasMessageStartingWith("could not look up cart in SQLite: ")
			.hasMessageContaining("no such table: hosts");
	}

	@ParameterizedTest
	@CsvSource({ "3599, 2", "3600, 1", "7200, 1" })
	void whenCleanupIntervalPassesThenOldRowsAreDeleted(int seconds, int rows) throws SQLException {
		this.other.putRow("cart", "10.0.0.1:50002", now());
		this.other.putRow("cart", "10.0.0.2:50002", now() + 10_000);
		this.time.advanceTimeBy(Duration.ofSeconds(seconds));
		assertThat(this.other.rows("SELECT address FROM hosts")).hasSize(rows);
	}

	@Test
	void whenAnotherCleanedUpWithinTheIntervalThenNothingIsDeleted() throws SQLException {
		this.other.putRow("cart", "10.0.0.1:50002", now());
		this.other
			.execute("INSERT INTO metadata VALUES ('nr-last-cleanup', datetime(" + (now() + 100) + ", 'unixepoch'))");
		this.time.advanceTimeBy(Duration.ofHours(1));
		assertThat(this.other.rows("SELECT address FROM hosts")).hasSize(1);
		this.time.advanceTimeBy(Duration.ofHours(1));
		assertThat(this.other.rows("SELECT address FROM hosts")).isEmpty();
	}

	@Test
	void whenCleanupIsOffThenNothingIsDeleted() throws SQLException {
		SqliteResolver without = open(
				Map.of("connectionString", this.directory.resolve("b.db").toString(), "cleanupInterval", "0"));
		try (SharedFile file = new SharedFile(this.directory.resolve("b.db"))) {
			file.putRow("cart", "10.0.0.1:50002", now());
			this.time.advanceTimeBy(Duration.ofDays(1));
			assertThat(file.rows("SELECT address FROM hosts")).hasSize(1);
		}
		run(without.close());
	}

	@Test
	void whenClosedThenCallsEndWithAnError() {
		run(this.resolver.close());
		assertThat(failure(this.resolver.resolve(CART))).hasMessage("name resolver is closed");
		run(this.resolver.close());
	}

	private SqliteResolver open(Map<String, Object> configuration) {
		return run(SqliteResolver.open(settings(configuration),
				new FileThread(new SharedTime(this.time), this.time, Duration.ofSeconds(1))));
	}

	private SqliteSettings settings(Map<String, Object> configuration) {
		Map<String, Object> all = new HashMap<>(Map.of("url", this.directory.resolve("names.db").toString()));
		all.putAll(configuration);
		return SqliteSettings.from(all);
	}

	private long now() {
		return this.time.now(TimeUnit.SECONDS);
	}

	private boolean isLost() {
		AtomicReference<Boolean> lost = new AtomicReference<>(false);
		this.resolver.registrationLost().doOnSuccess((nothing) -> lost.set(true)).subscribe();
		return lost.get();
	}

	private <T> T run(Mono<T> mono) {
		Mono<T> shared = mono.cache();
		shared.subscribe((value) -> {
		}, (ex) -> {
		});
		this.time.advanceTime();
		return shared.block(Duration.ofSeconds(1));
	}

	private Throwable failure(Mono<?> mono) {
		AtomicReference<@Nullable Throwable> error = new AtomicReference<>();
		mono.subscribe((value) -> {
		}, error::set);
		this.time.advanceTime();
		return error.get();
	}

	private static Instance instance(String host, int port) {
		return new Instance(new AppId("cart"), Namespace.DEFAULT, host, port, 3500, 8080);
	}

}
