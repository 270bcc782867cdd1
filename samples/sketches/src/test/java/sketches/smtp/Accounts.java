package sketches.smtp;

import io.jtwisted.defer.Deferred;

/** Judges passwords. */
interface Accounts {

    /** Whether this is the password of this user. */
    Deferred<Boolean> accept(String user, String password);
}
