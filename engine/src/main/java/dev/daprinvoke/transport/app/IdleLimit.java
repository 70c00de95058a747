package dev.daprinvoke.transport.app;

import java.net.SocketAddress;
import java.util.function.BiPredicate;

import org.jspecify.annotations.Nullable;
import reactor.netty.Connection;
import reactor.netty.resources.ConnectionPoolMetrics;
import reactor.netty.resources.ConnectionProvider;
import reactor.netty.resources.ConnectionProvider.ConnectionMetadata;

/**
 * Decides whether a connection of the pool for one server is kept: one that waited too
 * long for a call or was closed by its server is given up, and after a second also one of
 * more than are kept without calls.
 */
final class IdleLimit implements ConnectionProvider.MeterRegistrar, BiPredicate<Connection, ConnectionMetadata> {

	/**
	 * In milliseconds: among more clients than connections are kept, most connections
	 * come back a moment before the next call needs them.
	 */
	private static final long SURPLUS_IDLE = 1000;

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
				|| idle >= this.limits.maxIdle().toMillis() || (idle >= SURPLUS_IDLE && isOverfull());
	}

	private boolean isOverfull() {
		ConnectionPoolMetrics metrics = this.pool;
		return metrics != null && metrics.idleSize() > this.limits.maxIdleConnections();
	}

}
