package dev.daprinvoke.transport.grpc;

import java.security.cert.Certificate;
import java.security.cert.X509Certificate;

import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;

import io.grpc.Attributes;
import io.grpc.Grpc;
import io.netty.channel.Channel;
import io.netty.handler.ssl.SslHandler;
import org.jspecify.annotations.Nullable;

import dev.daprinvoke.identity.Svid;
import dev.daprinvoke.target.SpiffeId;

/**
 * Who a call comes from: the identity in the certificate that its connection's client has
 * shown, and that was verified in the handshake.
 */
public final class PeerIdentity {

	private static final Attributes.Key<SpiffeId> ID = Attributes.Key.create("dev.daprinvoke.peer");

	private PeerIdentity() {
	}

	/**
	 * Finds out who calls.
	 * @param call what is known of the call
	 * @return the identity, or {@code null} on a connection in plaintext
	 */
	public static @Nullable SpiffeId of(Attributes call) {
		SpiffeId known = call.get(ID);
		if (known != null) {
			return known;
		}
		SSLSession tls = call.get(Grpc.TRANSPORT_ATTR_SSL_SESSION);
		return (tls != null) ? read(tls) : null;
	}

	/** For all calls of a connection whose handshake is done. */
	static Attributes of(Channel channel) {
		SslHandler tls = channel.pipeline().get(SslHandler.class);
		SpiffeId id = (tls != null) ? read(tls.engine().getSession()) : null;
		return (id != null) ? Attributes.newBuilder().set(ID, id).build() : Attributes.EMPTY;
	}

	// Handshakes have verified it. If it is missing all the same nobody is to pass for a
	// caller in plaintext.
	private static SpiffeId read(SSLSession tls) {
		try {
			Certificate[] chain = tls.getPeerCertificates();
			return Svid.idOf((X509Certificate) chain[0]);
		}
		catch (SSLPeerUnverifiedException ex) {
			throw new IllegalStateException("a connection with TLS has a client without certificate", ex);
		}
	}

}
