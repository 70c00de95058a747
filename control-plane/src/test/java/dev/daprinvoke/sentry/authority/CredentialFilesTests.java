package dev.daprinvoke.sentry.authority;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECKey;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.sec.ECPrivateKey;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import dev.daprinvoke.identity.IdentityException;
import dev.daprinvoke.identity.Pem;
import dev.daprinvoke.identity.TrustAnchors;
import dev.daprinvoke.target.SpiffeId;
import dev.daprinvoke.testkit.TestAuthority;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** Platform contract section 1.4, rows "bootstrap" and "user-supplied". */
class CredentialFilesTests {

	private static final SpiffeId SENTRY = SpiffeId.parse("spiffe://cluster.local/ns/dapr-system/dapr-sentry");

	private static final SpiffeId CART = SpiffeId.parse("spiffe://public/ns/default/cart");

	@TempDir
	private Path folder;

	private CredentialNames names;

	private CredentialFiles files;

	@BeforeEach
	void name() {
		this.names = new CredentialNames(this.folder.resolve("new/ca.crt"), this.folder.resolve("new/issuer.crt"),
				this.folder.resolve("new/issuer.key"));
		this.files = new CredentialFiles(this.names);
	}

	private Authority load() {
		return this.files.load(SENTRY, Instant.now(), Duration.ofMinutes(15));
	}

	private void write(String roots, String issuer, String key) throws IOException {
		Files.createDirectories(this.folder.resolve("new"));
		Files.writeString(this.names.rootsFile(), roots);
		Files.writeString(this.names.issuerFile(), issuer);
		Files.writeString(this.names.keyFile(), key);
	}

	private static void assertCertifies(Authority authority) {
		KeyPair key = Keys.generate();
		List<X509Certificate> chain = authority.certify(CART, key.getPublic(), Instant.now().minusSeconds(60),
				Instant.now().plusSeconds(60));
		assertThat(TrustAnchors.parse(authority.anchors(), "a test").verify(chain.toArray(X509Certificate[]::new)))
			.isEqualTo(CART);
	}

	@Test
	void whenThereAreNoFilesThenTheyAreMadeForTheOwnerOnlyAndReadTheNextTime() throws IOException {
		Authority made = load();
		for (Path file : List.of(this.names.rootsFile(), this.names.issuerFile(), this.names.keyFile())) {
			assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file))).isEqualTo("rw-------");
		}
		try (Stream<Path> all = Files.list(this.folder.resolve("new"))) {
			assertThat(all).hasSize(3);
		}
		assertCertifies(made);
		Authority read = load();
		assertThat(read.anchors()).isEqualTo(made.anchors());
		assertThat(read.issuer()).isEqualTo(made.issuer());
		assertThat(read.key()).isEqualTo(made.key());
	}

	@Test
	void whenOneFileIsMissingThenAllAreMadeAnew() throws IOException {
		String former = load().anchors();
		Files.delete(this.names.keyFile());
		assertThat(load().anchors()).isNotEqualTo(former);
	}

	@ParameterizedTest
	@ValueSource(strings = { "Ed25519", "EC", "RSA" })
	void whenOperatorsSupplyThemThenAnyKeyWillDoAndTheRootIsLeftOutOfTheChain(String algorithm) throws IOException {
		TestAuthority own = new TestAuthority(algorithm);
		write("# our root\n" + Pem.of(List.of(own.root())), Pem.of(List.of(own.issuer(), own.root())),
				Pem.block("PRIVATE KEY", own.issuerKey().getEncoded()));
		Authority read = load();
		assertThat(Pem.certificates(read.issuer(), "a test")).containsExactly(own.issuer());
		assertThat(read.anchors()).doesNotContain("our root");
		assertCertifies(read);
	}

	@ParameterizedTest
	@ValueSource(strings = { "EC", "RSA" })
	void whenAKeyHasTheFormOfOpenSslThenItIsRead(String algorithm) throws IOException {
		TestAuthority own = new TestAuthority(algorithm);
		write(Pem.of(List.of(own.root())), Pem.of(List.of(own.issuer())), traditional(own.issuerKey()));
		assertThat(Files.readString(this.names.keyFile())).startsWith("-----BEGIN " + algorithm + " PRIVATE KEY-----");
		assertCertifies(load());
	}

	private static String traditional(PrivateKey key) throws IOException {
		PrivateKeyInfo info = PrivateKeyInfo.getInstance(key.getEncoded());
		if (!(key instanceof ECKey curve)) {
			return Pem.block("RSA PRIVATE KEY", info.parsePrivateKey().toASN1Primitive().getEncoded());
		}
		ECPrivateKey inner = ECPrivateKey.getInstance(info.parsePrivateKey());
		return Pem.block("EC PRIVATE KEY", new ECPrivateKey(curve.getParams().getOrder().bitLength(), inner.getKey(),
				info.getPrivateKeyAlgorithm().getParameters())
			.getEncoded());
	}

	@Test
	void whenRootsAreConcatenatedThenAllOfThemAreGivenAway() throws IOException {
		TestAuthority own = new TestAuthority("EC");
		TestAuthority other = new TestAuthority("Ed25519");
		write(Pem.of(List.of(other.root(), own.root())), Pem.of(List.of(own.issuer())),
				Pem.block("PRIVATE KEY", own.issuerKey().getEncoded()));
		assertThat(Pem.certificates(load().anchors(), "a test")).containsExactly(other.root(), own.root());
	}

	private void assertRefused(String why) {
		assertThatExceptionOfType(IdentityException.class).isThrownBy(this::load).withMessageContaining(why);
	}

	@Test
	void whenAFileIsHalfWrittenOrSomethingElseThenTheErrorNamesIt() throws IOException {
		TestAuthority own = new TestAuthority("EC");
		String root = Pem.of(List.of(own.root()));
		String issuer = Pem.of(List.of(own.issuer()));
		String key = Pem.block("PRIVATE KEY", own.issuerKey().getEncoded());
		write(root.substring(0, 200), issuer, key);
		assertRefused("There is no certificate in " + this.names.rootsFile());
		write(root, issuer.replaceFirst("M", "A"), key);
		assertRefused("Certificate 1 in " + this.names.issuerFile() + " is malformed");
		write(root, issuer, key.substring(0, 60));
		assertRefused(this.names.keyFile().toString());
		write(root, issuer, "");
		assertRefused("There is no private key in " + this.names.keyFile());
		write(root, issuer, "x".repeat((1 << 20) + 1));
		assertRefused(this.names.keyFile() + " has 1048577 bytes");
		Files.write(this.names.keyFile(), new byte[] { (byte) 0xff, (byte) 0xfe });
		assertRefused(this.names.keyFile() + " is no text");
	}

	@Test
	void whenFilesDoNotBelongTogetherThenTheErrorSaysWhich() throws IOException {
		TestAuthority own = new TestAuthority("EC");
		TestAuthority other = new TestAuthority("EC");
		String root = Pem.of(List.of(own.root()));
		String issuer = Pem.of(List.of(own.issuer()));
		String key = Pem.block("PRIVATE KEY", own.issuerKey().getEncoded());
		write(root, issuer, Pem.block("PRIVATE KEY", other.issuerKey().getEncoded()));
		assertRefused("The key in " + this.names.keyFile() + " is not that of the first certificate in "
				+ this.names.issuerFile());
		write(Pem.of(List.of(other.root())), issuer, key);
		assertRefused("The certificate in " + this.names.issuerFile() + " is not to be believed");
		write(root + issuer, issuer, key);
		assertRefused("in " + this.names.rootsFile() + " is not signed by itself");
		write(root, root, key);
		assertRefused("are roots of " + this.names.rootsFile());
		TestAuthority.Issued leaf = own.issue(CART.toString());
		write(root, Pem.of(leaf.chain()), Pem.block("PRIVATE KEY", leaf.key().getEncoded()));
		assertRefused("is no authority's");
	}

	@Test
	void whenTheFolderCannotBeWrittenThenTheErrorSaysWhatToDo() throws IOException {
		Files.writeString(this.folder.resolve("new"), "a file in the place of the folder");
		assertRefused(this.names.rootsFile().toString());
	}

}
