package dev.daprinvoke.resolve.mdns;

/**
 * One resource record of a packet.
 *
 * @param name the name it speaks of, with a trailing dot
 * @param cacheFlush whether it replaces all that was said before
 * @param ttl how long it holds, in seconds; 0 takes it back
 * @param data what it says
 */
record ResourceRecord(String name, boolean cacheFlush, long ttl, RecordData data) {

}
