package dev.daprinvoke.transport.grpc;

import java.util.concurrent.Executor;

import io.grpc.internal.FixedObjectPool;
import io.grpc.internal.ObjectPool;
import io.grpc.netty.InternalNettyServerCredentials;
import io.grpc.netty.InternalProtocolNegotiator.ProtocolNegotiator;
import io.grpc.netty.InternalProtocolNegotiators;
import io.grpc.netty.NettySslContextServerCredentials;

import dev.daprinvoke.identity.MeshTls;
import dev.daprinvoke.target.AppTarget;

/**
 * Both sidecars show who they are. What a handshake computes, some milliseconds, is
 * computed beside the event loops, so that established calls do not wait for it.
 */
public final class MutualTls implements HopSecurity {

	private final MeshTls mesh;

	private final ObjectPool<Executor> handshakes;

	private final ProtocolNegotiator server;

	/**
	 * Prepares it.
	 * @param mesh the rules
	 * @param handshakes where handshakes are computed
	 */
	public MutualTls(MeshTls mesh, Executor handshakes) {
		this.mesh = mesh;
		this.handshakes = new FixedObjectPool<>(handshakes);
		this.server = InternalNettyServerCredentials
			.toNegotiator(NettySslContextServerCredentials.create(mesh.server()))
			.newNegotiator(this.handshakes);
	}

	@Override
	public ProtocolNegotiator toPeer(PeerKey key) {
		return InternalProtocolNegotiators.tls(
				this.mesh.client(new AppTarget(key.id().value(), key.id(), key.namespace())), this.handshakes,
				com.google.common.base.Optional.absent(), null, null);
	}

	@Override
	public ProtocolNegotiator ofServer() {
		return this.server;
	}

}
