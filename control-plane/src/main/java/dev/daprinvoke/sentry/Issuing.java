package dev.daprinvoke.sentry;

import java.time.Instant;

import dev.daprinvoke.identity.Svid;
import dev.daprinvoke.resource.MeshSettings;
import dev.daprinvoke.sentry.authority.Authority;
import dev.daprinvoke.target.SpiffeId;

/**
 * The authority in use. The certificate by which Sentry itself is served is of it, and
 * changes with it. Any thread.
 */
final class Issuing {

	private final SpiffeId id;

	private final MeshSettings settings;

	private volatile Authority authority;

	private volatile Svid own;

	Issuing(Authority authority, SpiffeId id, MeshSettings settings) {
		this.id = id;
		this.settings = settings;
		this.authority = authority;
		this.own = identify(authority);
	}

	private Svid identify(Authority by) {
		Instant now = Instant.now();
		return by.identify(this.id, now.minus(this.settings.clockSkew()), now.plus(this.settings.workloadLife()));
	}

	/** Changes to another authority. */
	synchronized void use(Authority other) {
		this.own = identify(other);
		this.authority = other;
	}

	/** The authority in use. */
	Authority authority() {
		return this.authority;
	}

	/** Sentry's identity, made anew after half of its life. For handshakes. */
	Svid own() {
		Svid current = this.own;
		return Instant.now().isBefore(current.renewAt()) ? current : renewed();
	}

	private synchronized Svid renewed() {
		if (!Instant.now().isBefore(this.own.renewAt())) {
			this.own = identify(this.authority);
		}
		return this.own;
	}

}
