package dev.daprinvoke.transport.app;

import java.net.SocketAddress;
import java.util.function.BiPredicate;

import org.jspecify.annotations.Nullable;
import reactor.netty.Connection;
import reactor.netty.resources.ConnectionPoolMetrics;
import reactor.netty.resources.ConnectionProvider;
import reactor.netty.resources.ConnectionProvider.ConnectionMetadata;

/**
 * Decides whether a connection of the pool for one server is kept: one that comes back is
 * closed if enough others wait for calls already, one that waited too long or was closed
 * by its server is given up.
 */
final class IdleLimit implements ConnectionProvider.MeterRegistrar, BiPredicate<Connection, ConnectionMetadata> {

	/** In milliseconds: between coming back and being asked about, time may pass. */
	private static final long JUST_BACK = 10;

	private final HttpLimits limits;

	private volatile @Nullable ConnectionPoolMetrics pool;

	IdleLimit(HttpLimits limits) {
		this.limits = limits;
	}

	@Override
	public void registerMetrics(String poolName, String id, SocketAddress remoteAddress,
			ConnectionPoolMetrics metrics) {
		this.pool = metrics;
	}

	@Override
	public void deRegisterMetrics(String poolName, String id, SocketAddress remoteAddress) {
		this.pool = null;
	}

	@Override
	public boolean test(Connection connection, ConnectionMetadata metadata) {
		long idle = metadata.idleTime();
		return !connection.channel().isActive() || !connection.isPersistent()
				|| idle >= this.limits.maxIdle().toMillis() || (idle <= JUST_BACK && isFull());
	}

	private boolean isFull() {
		ConnectionPoolMetrics metrics = this.pool;
		return metrics != null && metrics.idleSize() >= this.limits.maxIdleConnections();
	}

}
