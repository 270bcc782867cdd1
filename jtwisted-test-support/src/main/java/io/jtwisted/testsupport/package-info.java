/** What the tests of all modules share. It knows nothing of core, whose tests use it too. */
@NullMarked
package io.jtwisted.testsupport;

import org.jspecify.annotations.NullMarked;
