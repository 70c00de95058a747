package dev.daprinvoke.policy.access;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Platform contract section 2, the table of matches. */
class OperationTrieTests {

	private static @Nullable String found(String patterns, String path) {
		OperationTrie<String> trie = new OperationTrie<>();
		for (String pattern : patterns.split(" ")) {
			trie.put(pattern.substring(1), pattern);
		}
		return trie.find(path.substring(1));
	}

	@ParameterizedTest(name = "{0} finds {2} for {1}")
	@CsvSource(delimiter = '|', textBlock = """
			/op1           | /op1               | /op1
			/op1           | /op1/x/y           | /op1
			/op1           | /op                |
			/op1           | /op12              |
			/op1/*         | /op1               | /op1/*
			/op1/*         | /op1/              | /op1/*
			/op1/*         | /op1/x             | /op1/*
			/op1/*         | /op1/x/y           |
			/op1/**        | /op1               | /op1/**
			/op1/**        | /op1/x             | /op1/**
			/op1/**        | /op1/x/y           | /op1/**
			/op*           | /op                | /op*
			/op*           | /op1               | /op*
			/op*           | /op1/x             | /op*
			/op*           | /o                 |
			/a/*/b         | /a/*/b             | /a/*/b
			/a/*/b         | /a/x/b             |
			/a/*/b         | /a/x               |
			/op1/**/a      | /op1/x/a           | /op1/**/a
			/op1/**/a      | /op1/a             |
			/op1/**/a      | /op1/x/y/a         |
			/op1/**/a      | /op1               |
			/a/x*/c        | /a/xy/c            | /a/x*/c
			/a/x*/c        | /a/x/c             | /a/x*/c
			/a/x*/c        | /a/xy/d            |
			/a/x*/c        | /a/xy              |
			/a /a/b        | /a/b               | /a
			/a/b /a        | /a/b               | /a
			/a/* /a/b      | /a/b               | /a/*
			/a/b /a/*      | /a/b               | /a/b
			/a/b /a/*      | /a/c               | /a/*
			/a*/b /abc/c   | /abc/b             | /a*/b
			/a*/b /abc/c   | /abc/c             |
			/pkg.Svc/*     | /pkg.Svc/Method    | /pkg.Svc/*
			/pkg.Svc/*     | /pkg.svc/Method    |
			/pkg.Svc/*     | /pkg.Other/Method  |
			/*             | /                  | /*
			/*             | /x                 | /*
			/*             | /x/y               |
			/**            | /                  | /**
			/**            | /x/y/z             | /**
			/              | /                  | /
			/              | /x                 |
			/a*c           | /abbc              | /a*c
			/a*c           | /abb               |
			/a*b*c         | /axbxbxc           | /a*b*c
			/*x            | /yx                | /*x
			/a/b           | /a                 |
			""")
	void whenAPathIsLookedForThenTheOperationOfTheTableIsFound(String patterns, String path,
			@Nullable String expected) {
		assertThat(found(patterns, path)).isEqualTo(expected);
	}

	@Test
	void whenAPathIsWrittenTwiceThenTheFirstOneHolds() {
		OperationTrie<String> trie = new OperationTrie<>();
		trie.put("a/b", "first");
		trie.put("a/b", "second");
		assertThat(trie.find("a/b")).isEqualTo("first");
	}

	/** Stars that could be tried in very many ways are not. */
	@Test
	void whenAPatternIsAllStarsThenALongNameIsStillDecidedAtOnce() {
		OperationTrie<String> trie = new OperationTrie<>();
		trie.put("*a".repeat(200) + "*b", "stars");
		assertThat(trie.find("a".repeat(100_000))).isNull();
		assertThat(trie.find("a".repeat(100_000) + "b")).isEqualTo("stars");
	}

}
