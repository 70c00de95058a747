package dev.daprinvoke.resolve.mdns;

/**
 * An answer to a question.
 *
 * @param packet what to send
 * @param unicast whether to send it to the asker alone
 */
record Reply(Packet packet, boolean unicast) {

}
