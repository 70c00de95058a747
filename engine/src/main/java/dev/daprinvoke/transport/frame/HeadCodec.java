package dev.daprinvoke.transport.frame;

import java.io.IOException;

/**
 * Reads and writes the heads of frames, byte for byte as generated messages would: by
 * hand, because a head is made and read at each end of every call, and maps of generated
 * messages cost more than all other steps of a hop. Safe for use by many threads.
 *
 * @param <H> the kind of head
 */
interface HeadCodec<H> {

	/**
	 * Reads a head.
	 * @param bytes all bytes of one head
	 * @return the head
	 * @throws IOException if the bytes are no such message
	 */
	H read(byte[] bytes) throws IOException;

	/**
	 * Writes a head in front of what has been written.
	 * @param head the head
	 * @param out takes it
	 */
	void write(H head, BackwardWriter out);

}
