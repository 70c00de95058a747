package dev.daprinvoke.sentry.authority;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import reactor.core.Disposable;
import reactor.test.scheduler.VirtualTimeScheduler;

import dev.daprinvoke.target.SpiffeId;

import static org.assertj.core.api.Assertions.assertThat;

/** Platform contract section 1.4, row "Rotation". */
class CredentialWatchTests {

	private static final SpiffeId SENTRY = SpiffeId.parse("spiffe://localhost/ns/default/dapr-sentry");

	private final VirtualTimeScheduler time = VirtualTimeScheduler.create();

	private final List<Authority> seen = new ArrayList<>();

	@TempDir
	private Path folder;

	private CredentialNames names;

	private Authority first;

	private Disposable watching;

	@BeforeEach
	void watch() {
		this.names = names("used");
		CredentialFiles files = new CredentialFiles(this.names);
		this.first = files.load(SENTRY, Instant.now(), Duration.ZERO);
		this.watching = new CredentialWatch(files).changes(this.time).subscribe(this.seen::add);
	}

	@AfterEach
	void stop() {
		this.watching.dispose();
	}

	private CredentialNames names(String name) {
		return new CredentialNames(this.folder.resolve(name + ".ca"), this.folder.resolve(name + ".crt"),
				this.folder.resolve(name + ".key"));
	}

	private Authority other() {
		return new CredentialFiles(names("other")).load(SENTRY, Instant.now(), Duration.ZERO);
	}

	private void pass(int seconds) {
		this.time.advanceTimeBy(Duration.ofSeconds(seconds));
	}

	@Test
	void whenNothingChangesThenNothingIsTold() {
		pass(60);
		assertThat(this.seen).isEmpty();
	}

	@Test
	void whenAllThreeFilesHaveChangedThenTheNewAuthorityIsToldOnceAndNotInBetween() throws IOException {
		Authority other = other();
		Files.writeString(this.names.rootsFile(), this.first.anchors() + other.anchors());
		pass(1);
		Files.writeString(this.names.issuerFile(), other.issuer());
		pass(1);
		Files.writeString(this.names.keyFile(), other.key());
		pass(2);
		assertThat(this.seen).isEmpty();
		pass(1);
		assertThat(this.seen).hasSize(1);
		assertThat(this.seen.get(0).issuer()).isEqualTo(other.issuer());
		pass(60);
		assertThat(this.seen).hasSize(1);
	}

	@Test
	void whenFilesAreHalfWrittenOrGoneThenTheOldOnesStayUntilTheyAreWhole() throws IOException {
		Authority other = other();
		Files.writeString(this.names.issuerFile(), other.issuer());
		Files.writeString(this.names.keyFile(), other.key().substring(0, 40));
		pass(10);
		Files.delete(this.names.rootsFile());
		pass(10);
		assertThat(this.seen).isEmpty();
		Files.writeString(this.names.rootsFile(), other.anchors());
		Files.writeString(this.names.keyFile(), other.key());
		pass(3);
		assertThat(this.seen).extracting(Authority::anchors).containsExactly(other.anchors());
	}

}
