/** SSH by Apache MINA SSHD, over a transport of JTwisted. */
@NullMarked
package sketches.ssh;

import org.jspecify.annotations.NullMarked;
