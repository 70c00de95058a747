package dev.daprinvoke.benchmarks.relay;

import io.netty.channel.Channel;
import io.netty.util.concurrent.Promise;

/**
 * Where requests go.
 */
interface Upstream {

	/**
	 * Finds a channel for one exchange.
	 * @param front who gets the answer
	 * @param ready told the channel, whose messages are those of HTTP/1.1
	 */
	void open(Channel front, Promise<Channel> ready);

}
