package dev.daprinvoke.transport.grpc;

import io.grpc.netty.InternalProtocolNegotiator.ProtocolNegotiator;
import io.grpc.netty.InternalProtocolNegotiators;

/**
 * Whether connections between sidecars are encrypted, and how (contract section 2.7).
 */
public interface HopSecurity {

	/** They are not: {@code --enable-mtls=false}. */
	HopSecurity PLAINTEXT = new HopSecurity() {

		@Override
		public ProtocolNegotiator toPeer(PeerKey key) {
			return InternalProtocolNegotiators.plaintext();
		}

		@Override
		public ProtocolNegotiator ofServer() {
			return InternalProtocolNegotiators.serverPlaintext();
		}

	};

	/**
	 * How a connection begins that is opened.
	 * @param key who is expected
	 * @return what begins it
	 */
	ProtocolNegotiator toPeer(PeerKey key);

	/**
	 * How connections begin that others open.
	 * @return what begins them
	 */
	ProtocolNegotiator ofServer();

}
