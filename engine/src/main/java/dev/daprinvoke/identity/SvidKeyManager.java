package dev.daprinvoke.identity;

import java.net.Socket;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.function.Supplier;

import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedKeyManager;

import org.jspecify.annotations.Nullable;

/**
 * Shows in each handshake the identity that is held then, whatever authorities the peer
 * names: real Dapr names none (platform contract section 1.5).
 */
final class SvidKeyManager extends X509ExtendedKeyManager {

	/** A handshake asks for chain and key one after the other. */
	private static final int REMEMBERED = 8;

	private final Supplier<@Nullable Svid> current;

	private final Deque<Shown> shown = new ArrayDeque<>();

	private int count;

	private record Shown(String alias, Svid svid) {
	}

	/**
	 * Creates a key manager.
	 * @param current tells the identity that is held, or {@code null}
	 */
	SvidKeyManager(Supplier<@Nullable Svid> current) {
		this.current = current;
	}

	private synchronized @Nullable String choose(@Nullable String... keyTypes) {
		Svid svid = this.current.get();
		if (svid == null || Arrays.stream(keyTypes).noneMatch((type) -> isOf(type, svid.key()))) {
			return null;
		}
		Shown last = this.shown.peekLast();
		if (last != null && last.svid() == svid) {
			return last.alias();
		}
		Shown next = new Shown("svid-" + this.count++, svid);
		this.shown.addLast(next);
		if (this.shown.size() > REMEMBERED) {
			this.shown.removeFirst();
		}
		return next.alias();
	}

	private static boolean isOf(@Nullable String type, PrivateKey key) {
		return type != null && (type.equals(key.getAlgorithm()) || type.startsWith(key.getAlgorithm() + "_"));
	}

	private synchronized @Nullable Svid find(@Nullable String alias) {
		return this.shown.stream()
			.filter((each) -> each.alias().equals(alias))
			.map(Shown::svid)
			.findFirst()
			.orElse(null);
	}

	@Override
	public @Nullable String chooseEngineClientAlias(String[] keyTypes, Principal @Nullable [] issuers,
			@Nullable SSLEngine engine) {
		return choose(keyTypes);
	}

	@Override
	public @Nullable String chooseEngineServerAlias(String keyType, Principal @Nullable [] issuers,
			@Nullable SSLEngine engine) {
		return choose(keyType);
	}

	@Override
	public @Nullable String chooseClientAlias(String[] keyTypes, Principal @Nullable [] issuers,
			@Nullable Socket socket) {
		return choose(keyTypes);
	}

	@Override
	public @Nullable String chooseServerAlias(String keyType, Principal @Nullable [] issuers, @Nullable Socket socket) {
		return choose(keyType);
	}

	@Override
	public String @Nullable [] getClientAliases(String keyType, Principal @Nullable [] issuers) {
		return aliases(keyType);
	}

	@Override
	public String @Nullable [] getServerAliases(String keyType, Principal @Nullable [] issuers) {
		return aliases(keyType);
	}

	private String @Nullable [] aliases(String keyType) {
		String alias = choose(keyType);
		return (alias != null) ? new String[] { alias } : null;
	}

	@Override
	public X509Certificate @Nullable [] getCertificateChain(@Nullable String alias) {
		Svid svid = find(alias);
		return (svid != null) ? svid.chain().toArray(X509Certificate[]::new) : null;
	}

	@Override
	public @Nullable PrivateKey getPrivateKey(@Nullable String alias) {
		Svid svid = find(alias);
		return (svid != null) ? svid.key() : null;
	}

}
