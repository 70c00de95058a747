package dev.daprinvoke.identity;

import java.util.function.Supplier;

import javax.net.ssl.SSLException;

import io.grpc.netty.GrpcSslContexts;
import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;

import dev.daprinvoke.target.AppTarget;

/**
 * Mutual TLS between the sidecars of a mesh (platform contract section 1.5): TLS 1.2 or
 * newer, the JDK's (others do not know Ed25519), certificates of both sides, no host
 * names. Each handshake uses the identity and the anchors of its moment.
 */
public final class MeshTls {

	/** In seconds: a session that outlives its identity would not be verified anew. */
	private static final long SESSION_LIFE = 1;

	private final Supplier<Svid> own;

	private final Supplier<TrustAnchors> anchors;

	/**
	 * Creates the rules.
	 * @param own tells the own identity
	 * @param anchors tells the authorities that are believed
	 */
	public MeshTls(Supplier<Svid> own, Supplier<TrustAnchors> anchors) {
		this.own = own;
		this.anchors = anchors;
	}

	/**
	 * How an app's sidecar is called. Made for each connection, which so resumes no
	 * session.
	 * @param target the app that is expected, of whatever trust domain
	 * @return the context
	 */
	public SslContext client(AppTarget target) {
		return build(SslContextBuilder.forClient()
			.keyManager(new SvidKeyManager(this.own::get))
			.endpointIdentificationAlgorithm(null)
			.trustManager(new SvidTrustManager(this.anchors,
					SvidTrustManager.Expected.path("/ns/" + target.namespace() + "/" + target.id()))));
	}

	/**
	 * How other sidecars are served: any of the mesh.
	 * @return the context
	 */
	public SslContext server() {
		return build(SslContextBuilder.forServer(new SvidKeyManager(this.own::get))
			.clientAuth(ClientAuth.REQUIRE)
			.sessionTimeout(SESSION_LIFE)
			.trustManager(new SvidTrustManager(this.anchors, SvidTrustManager.Expected.ANYBODY)));
	}

	/**
	 * How Sentry is served, whose clients have no identity yet.
	 * @param own tells Sentry's identity
	 * @return the context
	 */
	public static SslContext sentry(Supplier<Svid> own) {
		return build(SslContextBuilder.forServer(new SvidKeyManager(own::get)).sessionTimeout(SESSION_LIFE));
	}

	private static SslContext build(SslContextBuilder builder) {
		try {
			return GrpcSslContexts.configure(builder, SslProvider.JDK).protocols("TLSv1.3", "TLSv1.2").build();
		}
		catch (SSLException ex) {
			throw new IllegalStateException("this JDK has no TLS", ex);
		}
	}

}
