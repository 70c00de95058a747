package dev.daprinvoke.resource;

import java.nio.file.Path;

/**
 * Where in a file something was written.
 *
 * @param file the file
 * @param line the line, counted from 1
 * @param column the column, counted from 1
 */
public record Position(Path file, int line, int column) {

	@Override
	public String toString() {
		return this.file + ", line " + this.line + ", column " + this.column;
	}

}
