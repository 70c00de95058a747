package dev.daprinvoke.sidecar.api.http;

import java.io.IOException;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.netty.Connection;
import reactor.netty.ConnectionObserver;

/**
 * Says in one line what ends a connection to a listener and is no request's business,
 * where Reactor Netty would write an error with a stack trace: clients must not be able
 * to fill a log. Reactor Netty's own line is switched off where logging is set up.
 */
public final class ConnectionTrouble implements ConnectionObserver {

	/** The one observer for all connections. */
	public static final ConnectionTrouble INSTANCE = new ConnectionTrouble();

	private static final Logger log = LoggerFactory.getLogger(ConnectionTrouble.class);

	private ConnectionTrouble() {
	}

	@Override
	public void onStateChange(Connection connection, State newState) {
	}

	@Override
	public void onUncaughtException(Connection connection, Throwable error) {
		if (error instanceof IOException) {
			log.debug("A connection from {} ends: {}", connection.channel().remoteAddress(), error.getMessage());
		}
		else {
			log.warn("A connection from {} ends: {}", connection.channel().remoteAddress(), error.toString());
		}
	}

}
