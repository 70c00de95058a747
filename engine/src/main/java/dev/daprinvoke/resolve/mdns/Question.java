package dev.daprinvoke.resolve.mdns;

/**
 * One question of a packet. Its class is not kept: it is always "internet".
 *
 * @param name the name asked for, with a trailing dot
 * @param type the record type asked for
 * @param unicast whether the answer should go to the asker alone
 */
record Question(String name, int type, boolean unicast) {

}
