package dev.daprinvoke.transport.grpc;

import io.netty.channel.Channel;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.ServerChannel;
import io.netty.util.concurrent.EventExecutor;

/**
 * The event loops that all transports of a sidecar share, so that a call passes through
 * without changing threads.
 *
 * @param group the loops; closed by whoever made them
 * @param clientChannel the kind of socket for outgoing connections that fits the group
 * @param serverChannel the kind of socket for incoming connections that fits the group
 */
public record EventLoops(EventLoopGroup group, Class<? extends Channel> clientChannel,
		Class<? extends ServerChannel> serverChannel) {

	/**
	 * Runs a task after the events that the current loop has already read.
	 * @param task the task; run at once if the calling thread is no loop of this group
	 */
	public void afterThisRead(Runnable task) {
		for (EventExecutor loop : this.group) {
			if (loop.inEventLoop()) {
				loop.execute(task);
				return;
			}
		}
		task.run();
	}

}
