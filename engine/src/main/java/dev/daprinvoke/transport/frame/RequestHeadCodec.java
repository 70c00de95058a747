package dev.daprinvoke.transport.frame;

import java.io.IOException;

import org.jspecify.annotations.Nullable;

import dev.daprinvoke.message.Verb;
import dev.daprinvoke.protocol.internals.Actor;

/**
 * {@code InternalInvokeRequest} on the wire (contract section 2.2). Actors are not ours,
 * so they are read and forgotten.
 */
final class RequestHeadCodec implements HeadCodec<RequestHead> {

	private static final int VERSION = 1;

	private static final int METADATA = 2;

	private static final int MESSAGE = 3;

	private static final int ACTOR = 4;

	// In the message.

	private static final int METHOD = 1;

	private static final int DATA = 2;

	private static final int CONTENT_TYPE = 3;

	private static final int HTTP_EXTENSION = 4;

	// In the HTTP extension.

	private static final int VERB = 1;

	private static final int QUERY = 2;

	@Override
	public void write(RequestHead head, BackwardWriter out) {
		int end = out.size();
		Verb verb = head.verb();
		if (verb != null) {
			out.textIfAny(QUERY, head.query());
			out.numberIfAny(VERB, verb.ordinal());
			out.message(HTTP_EXTENSION, out.size() - end);
		}
		out.textIfAny(CONTENT_TYPE, head.contentType());
		if (head.hasData()) {
			int data = out.size();
			out.textIfAny(HeadReader.TYPE_URL, head.typeUrl());
			out.message(DATA, out.size() - data);
		}
		out.textIfAny(METHOD, head.method());
		out.message(MESSAGE, out.size() - end);
		HeaderEntries.write(head.headers(), METADATA, out);
		out.numberIfAny(VERSION, head.version());
	}

	@Override
	public RequestHead read(byte[] bytes) throws IOException {
		return new Reading(new HeadReader(bytes)).head();
	}

	private static final class Reading {

		private final HeadReader in;

		private final HeaderEntries metadata = new HeaderEntries();

		private int version;

		private boolean hasMessage;

		private String method = "";

		private String contentType = "";

		private String typeUrl = "";

		private boolean hasData;

		private @Nullable Integer verb;

		private String query = "";

		private Reading(HeadReader in) {
			this.in = in;
		}

		private RequestHead head() throws IOException {
			for (int tag = this.in.next(); tag != 0; tag = this.in.next()) {
				if (tag == HeadReader.lengthDelimited(METADATA)) {
					this.in.entry(this.metadata);
				}
				else if (tag == HeadReader.lengthDelimited(MESSAGE)) {
					this.hasMessage = true;
					message();
				}
				else if (tag == HeadReader.varint(VERSION)) {
					this.version = this.in.number();
				}
				else if (tag == HeadReader.lengthDelimited(ACTOR)) {
					this.in.drop(Actor.parser());
				}
				else {
					this.in.skip(tag);
				}
			}
			Integer number = this.verb;
			return new RequestHead(this.version, this.metadata.isAny(), this.hasMessage, this.metadata.headers(),
					this.method, (number != null) ? Verb.ofNumber(number) : null, this.query, this.contentType,
					this.typeUrl, this.hasData);
		}

		private void message() throws IOException {
			int outer = this.in.enter();
			for (int tag = this.in.next(); tag != 0; tag = this.in.next()) {
				if (tag == HeadReader.lengthDelimited(METHOD)) {
					this.method = this.in.text();
				}
				else if (tag == HeadReader.lengthDelimited(DATA)) {
					this.hasData = true;
					this.typeUrl = this.in.typeUrl(this.typeUrl);
				}
				else if (tag == HeadReader.lengthDelimited(CONTENT_TYPE)) {
					this.contentType = this.in.text();
				}
				else if (tag == HeadReader.lengthDelimited(HTTP_EXTENSION)) {
					extension();
				}
				else {
					this.in.skip(tag);
				}
			}
			this.in.leave(outer);
		}

		private void extension() throws IOException {
			int outer = this.in.enter();
			this.verb = (this.verb != null) ? this.verb : 0;
			for (int tag = this.in.next(); tag != 0; tag = this.in.next()) {
				if (tag == HeadReader.varint(VERB)) {
					this.verb = this.in.number();
				}
				else if (tag == HeadReader.lengthDelimited(QUERY)) {
					this.query = this.in.text();
				}
				else {
					this.in.skip(tag);
				}
			}
			this.in.leave(outer);
		}

	}

}
