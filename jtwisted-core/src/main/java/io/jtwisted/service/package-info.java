/** What starts and stops: a port, a connection which comes back, a looping call, and several of them in order. */
@NullMarked
package io.jtwisted.service;

import org.jspecify.annotations.NullMarked;
