package dev.daprinvoke.spring.gateway.ratelimit;

import org.jspecify.annotations.Nullable;

/**
 * The limit of one route, set by the arguments of its {@code RequestRateLimiter}. The
 * names are those of Gateway's limiter for Redis.
 */
public final class RateLimit {

	private static final int MOST = 1_000_000_000;

	private int replenishRate;

	private @Nullable Long burstCapacity;

	private int requestedTokens = 1;

	private TokenRate rate = TokenRate.perSecond(1, 0);

	/**
	 * How many tokens come back in a second.
	 * @return tokens, at least 1 once checked
	 */
	public int getReplenishRate() {
		return this.replenishRate;
	}

	public void setReplenishRate(int replenishRate) {
		this.replenishRate = replenishRate;
	}

	/**
	 * How many tokens can be had at once.
	 * @return tokens; the replenish rate if nothing else was said; 0 lets nothing pass
	 */
	public long getBurstCapacity() {
		return (this.burstCapacity != null) ? this.burstCapacity : this.replenishRate;
	}

	public void setBurstCapacity(long burstCapacity) {
		this.burstCapacity = burstCapacity;
	}

	/**
	 * How many tokens one request takes.
	 * @return tokens, at least 1 once checked
	 */
	public int getRequestedTokens() {
		return this.requestedTokens;
	}

	public void setRequestedTokens(int requestedTokens) {
		this.requestedTokens = requestedTokens;
	}

	TokenRate rate() {
		return this.rate;
	}

	void check() {
		require("replenishRate", this.replenishRate, 1, MOST);
		require("burstCapacity", getBurstCapacity(), 0, MOST);
		require("requestedTokens", this.requestedTokens, 1, MOST);
		long capacity = getBurstCapacity();
		if (capacity > 0 && this.requestedTokens > capacity) {
			throw new IllegalArgumentException(InMemoryRateLimiter.PREFIX + ".requestedTokens: " + this.requestedTokens
					+ " (expected: at most burstCapacity, which is " + capacity + ")");
		}
		this.rate = TokenRate.perSecond(this.replenishRate, capacity);
	}

	private static void require(String name, long value, long least, long most) {
		if (value < least || value > most) {
			throw new IllegalArgumentException(InMemoryRateLimiter.PREFIX + "." + name + ": " + value + " (expected: "
					+ least + " to " + most + ")");
		}
	}

}
