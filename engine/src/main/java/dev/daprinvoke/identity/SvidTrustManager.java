package dev.daprinvoke.identity;

import java.net.Socket;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.function.Supplier;

import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;

import org.jspecify.annotations.Nullable;

import dev.daprinvoke.target.SpiffeId;

/**
 * Believes peers whose identity follows from the trust anchors, and is the one that was
 * expected (platform contract section 1.5). No host names.
 */
final class SvidTrustManager extends X509ExtendedTrustManager {

	private final Supplier<TrustAnchors> anchors;

	private final Expected expected;

	/** Who the peer has to be. */
	@FunctionalInterface
	interface Expected {

		/** Any workload of the mesh. */
		Expected ANYBODY = (id) -> null;

		/**
		 * Judges a peer.
		 * @param id who it is
		 * @return who was expected instead, or {@code null} if that is well
		 */
		@Nullable String insteadOf(SpiffeId id);

		/**
		 * One workload of whatever trust domain.
		 * @param path the path of its identity
		 */
		static Expected path(String path) {
			return (id) -> id.path().equals(path) ? null : path;
		}

	}

	/**
	 * Creates a trust manager.
	 * @param anchors tells the authorities that are believed
	 * @param expected who the peer has to be
	 */
	SvidTrustManager(Supplier<TrustAnchors> anchors, Expected expected) {
		this.anchors = anchors;
		this.expected = expected;
	}

	private void verify(X509Certificate @Nullable [] chain) throws CertificateException {
		try {
			SpiffeId id = this.anchors.get().verify(chain);
			String other = this.expected.insteadOf(id);
			if (other != null) {
				throw new CertificateException("The peer is " + id + " (expected: " + other + ")");
			}
		}
		catch (IdentityException ex) {
			throw new CertificateException(ex.getMessage(), ex);
		}
	}

	@Override
	public void checkClientTrusted(X509Certificate[] chain, String type, @Nullable SSLEngine engine)
			throws CertificateException {
		verify(chain);
	}

	@Override
	public void checkServerTrusted(X509Certificate[] chain, String type, @Nullable SSLEngine engine)
			throws CertificateException {
		verify(chain);
	}

	@Override
	public void checkClientTrusted(X509Certificate[] chain, String type, @Nullable Socket socket)
			throws CertificateException {
		verify(chain);
	}

	@Override
	public void checkServerTrusted(X509Certificate[] chain, String type, @Nullable Socket socket)
			throws CertificateException {
		verify(chain);
	}

	@Override
	public void checkClientTrusted(X509Certificate[] chain, String type) throws CertificateException {
		verify(chain);
	}

	@Override
	public void checkServerTrusted(X509Certificate[] chain, String type) throws CertificateException {
		verify(chain);
	}

	/** None are named in a handshake, as real Dapr does not. */
	@Override
	public X509Certificate[] getAcceptedIssuers() {
		return new X509Certificate[0];
	}

}
