/*
 * The load of all cases: one thread, epoll, no copy of what nobody looks at.
 *
 *   generator MODE PORT CONNECTIONS SIZE DEPTH PID [tls]
 *
 * connects to 127.0.0.1:PORT, prints "ready", and then for each line "MILLISECONDS MILLISECONDS" of its input (to get
 * going, and to measure) one line
 *
 *   OPERATIONS BYTES NANOSECONDS OWN-CPU-NANOSECONDS CPU-NANOSECONDS-OF-PID
 *
 * about the second of the two. Between two of those it is silent. At the end of its input it hangs up. On trouble it
 * says what on standard error and ends with 1.
 *
 *   echo    sends DEPTH messages of SIZE bytes, waits until they are back, and compares them
 *   frames  the same, and each message begins with the number of bytes that follow, in four bytes
 *   bulk    keeps SIZE times DEPTH bytes on their way there and back
 *   in      sends as much as it can
 *   out     takes as much as it can
 *   accept  connects, does one echo, says goodbye, waits for the other's goodbye; CONNECTIONS at a time
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/tcp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

/* What we need of OpenSSL 3, so that the library will do and its headers are not asked for. */
#ifdef WITH_TLS
typedef struct ssl_st SSL;
typedef struct ssl_ctx_st SSL_CTX;
const void *TLS_client_method(void);
SSL_CTX *SSL_CTX_new(const void *method);
int SSL_CTX_set_ciphersuites(SSL_CTX *context, const char *names);
long SSL_CTX_ctrl(SSL_CTX *context, int command, long number, void *pointer);
SSL *SSL_new(SSL_CTX *context);
void SSL_free(SSL *);
int SSL_set_fd(SSL *ssl, int fd);
int SSL_connect(SSL *ssl);
int SSL_read(SSL *ssl, void *buffer, int length);
int SSL_write(SSL *ssl, const void *buffer, int length);
int SSL_get_error(const SSL *ssl, int result);
static SSL_CTX *tls;
#else
typedef void SSL;
#endif

enum { EVENTS = 1024, BUFFER = 1 << 20, ADDRESSES = 200 };
enum mode { ECHO, BULK, IN, OUT, ACCEPT };
enum life { CONNECTING, TALKING, LEAVING };

struct connection {
    int fd;
    enum life life;
    SSL *ssl;
    size_t at;        /* echo: how much of the answer is here */
    size_t unsent;    /* echo: how much of the request is not gone yet */
    size_t under_way; /* bulk: how much was sent and is not back */
};

static enum mode mode;
static struct sockaddr_in server = {.sin_family = AF_INET};
static size_t size, batch;
static char *message;
static char buffer[BUFFER];
static int poller, sending;
static struct connection *connections;
static int count, talking;
static uint64_t operations, bytes, started;

static void fail(const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    vfprintf(stderr, format, arguments);
    va_end(arguments);
    fprintf(stderr, errno ? ": %s\n" : "\n", strerror(errno));
    exit(1);
}

static uint64_t nanos(clockid_t clock) {
    struct timespec time;
    if (clock_gettime(clock, &time)) fail("the server is gone");
    return time.tv_sec * 1000000000ull + time.tv_nsec;
}

/* Like send and recv: what was done, 0 at the end, or -1 if it would block. */
static ssize_t give(struct connection *c, const char *from, size_t length) {
    ssize_t n;
#ifdef WITH_TLS
    if (c->ssl) {
        n = SSL_write(c->ssl, from, (int)length);
        if (n > 0) return n;
        if (SSL_get_error(c->ssl, (int)n) != 3) fail("cannot send through TLS");
        return -1;
    }
#endif
    n = send(c->fd, from, length, MSG_NOSIGNAL);
    if (n < 0 && errno != EAGAIN) fail("cannot send");
    return n;
}

/* With nobody to look at it, TCP throws the bytes away without copying them. */
static ssize_t take(struct connection *c, size_t length, int look) {
    ssize_t n;
#ifdef WITH_TLS
    if (c->ssl) {
        n = SSL_read(c->ssl, buffer, (int)length);
        if (n > 0) return n;
        if (SSL_get_error(c->ssl, (int)n) != 2) fail("cannot read through TLS");
        return -1;
    }
#endif
    n = recv(c->fd, buffer, length, look ? 0 : MSG_TRUNC);
    if (n < 0 && errno != EAGAIN) fail("cannot read");
    return n;
}

static void echo_more(struct connection *c) {
    while (c->unsent > 0) {
        ssize_t n = give(c, message + batch - c->unsent, c->unsent);
        if (n < 0) return;
        c->unsent -= n;
    }
}

static void echo_next(struct connection *c) {
    if (sending) {
        c->unsent = batch;
        talking++;
        echo_more(c);
    }
}

static void echo(struct connection *c) {
    ssize_t n;
    echo_more(c);
    do {
        n = take(c, sizeof buffer, 1);
        if (n == 0) fail("the server hung up");
        if (n < 0) return;
        if (c->at + n > batch || memcmp(buffer, message + c->at, n)) fail("not what was sent");
        c->at += n;
        bytes += n;
        if (c->at == batch) {
            c->at = 0;
            operations += batch / size;
            talking--;
            echo_next(c);
        }
    } while (c->ssl || n == sizeof buffer);
}

static void bulk(struct connection *c) {
    ssize_t n;
    size_t room;
    do {
        while ((n = take(c, sizeof buffer, 0)) > 0) {
            c->under_way -= n;
            bytes += n;
            if (!c->ssl && n < (ssize_t)sizeof buffer) break;
        }
        if (n == 0) fail("the server hung up");
        n = -1;
        while (sending && (room = batch - c->under_way) > 0) {
            n = give(c, message, room < size ? room : size);
            if (n < 0) break;
            c->under_way += n;
        }
    } while (c->ssl && n > 0);
}

static void in(struct connection *c) {
    ssize_t n;
    int turns = 16; /* the others want their turn, too */
    while (sending && turns-- > 0) {
        if ((n = give(c, message, size)) < 0) return;
        bytes += n;
    }
    if (sending) { /* an edge comes only after EAGAIN: ask for another one */
        struct epoll_event event = {EPOLLIN | EPOLLOUT | EPOLLET, {.ptr = c}};
        epoll_ctl(poller, EPOLL_CTL_MOD, c->fd, &event);
    }
}

static void out(struct connection *c) {
    ssize_t n;
    int turns = 16;
    while (sending && turns-- > 0) {
        n = take(c, sizeof buffer, 0);
        if (n == 0) fail("the server hung up");
        if (n < 0) return;
        bytes += n;
    }
    if (sending) {
        struct epoll_event event = {EPOLLIN | EPOLLOUT | EPOLLET, {.ptr = c}};
        epoll_ctl(poller, EPOLL_CTL_MOD, c->fd, &event);
    }
}

static void watch(struct connection *c) {
    struct epoll_event event = {EPOLLIN | EPOLLOUT | EPOLLRDHUP | EPOLLET, {.ptr = c}};
    if (epoll_ctl(poller, EPOLL_CTL_ADD, c->fd, &event)) fail("epoll");
}

/* From many addresses, 127.0.0.2 and following: one has too few ports for the connections that have just ended. */
static void visit(struct connection *c) {
    static unsigned visitor;
    struct sockaddr_in own = {.sin_family = AF_INET};
    int on = 1;
    own.sin_addr.s_addr = htonl(INADDR_LOOPBACK + 1 + visitor++ % ADDRESSES);
    c->fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
    if (c->fd < 0) fail("no socket");
    setsockopt(c->fd, IPPROTO_IP, IP_BIND_ADDRESS_NO_PORT, &on, sizeof on);
    if (bind(c->fd, (struct sockaddr *)&own, sizeof own)) fail("cannot bind");
    if (connect(c->fd, (struct sockaddr *)&server, sizeof server) && errno != EINPROGRESS) fail("cannot connect");
    c->life = CONNECTING;
    c->at = 0;
    talking++;
    watch(c);
}

static void visited(struct connection *c) {
    ssize_t n;
    if (c->life == CONNECTING) {
        n = send(c->fd, message, size, MSG_NOSIGNAL);
        if (n < 0 && (errno == EAGAIN || errno == ENOTCONN)) return;
        if (n != (ssize_t)size) fail("cannot send");
        c->life = TALKING;
    }
    while ((n = take(c, sizeof buffer, 1)) > 0) {
        if (c->at + n > size || memcmp(buffer, message + c->at, n)) fail("not what was sent");
        c->at += n;
        bytes += n;
        if (c->at == size) {
            shutdown(c->fd, SHUT_WR);
            c->life = LEAVING;
        }
    }
    if (n == 0) {
        if (c->life != LEAVING) fail("the server hung up");
        close(c->fd);
        c->fd = -1;
        operations++;
        talking--;
        if (sending) visit(c);
    }
}

static void happened(struct connection *c) {
    switch (mode) {
        case ECHO: echo(c); break;
        case BULK: bulk(c); break;
        case IN: in(c); break;
        case OUT: out(c); break;
        case ACCEPT: visited(c); break;
    }
}

/*
 * In bulk, each turn has connections of its own. Linux's BBR learns for each how quick it is, is wrong by a factor of two to
 * three for some of them, over loopback, and takes seconds to get going again where nobody has read for a while.
 */
#define BY_TURN (mode == BULK || mode == IN || mode == OUT)

/* One after the other, each with an answer, so that no backlog overflows. */
static void establish(struct connection *c) {
    struct timeval patience = {.tv_sec = 20};
    int on = 1;
    size_t got = 0, length = mode == BULK ? size : batch;
    ssize_t n;
    c->fd = socket(AF_INET, SOCK_STREAM, 0);
    if (c->fd < 0) fail("no socket; see ulimit -n");
    setsockopt(c->fd, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
    setsockopt(c->fd, SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof patience);
    setsockopt(c->fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    if (connect(c->fd, (struct sockaddr *)&server, sizeof server)) fail("cannot connect");
#ifdef WITH_TLS
    if (tls) {
        c->ssl = SSL_new(tls);
        SSL_set_fd(c->ssl, c->fd);
        if (SSL_connect(c->ssl) != 1) fail("no TLS");
    }
#endif
    if (mode == ECHO || mode == BULK) {
        size_t gone = 0;
        while (gone < length) {
            if ((n = give(c, message + gone, length - gone)) < 0) fail("cannot send the first bytes");
            gone += n;
        }
        while (got < length) {
            n = take(c, sizeof buffer, 1);
            if (n <= 0) fail("no answer to the first bytes");
            if (got + n > length || memcmp(buffer, message + got, n)) fail("not what was sent");
            got += n;
        }
    }
    fcntl(c->fd, F_SETFL, O_NONBLOCK);
    watch(c);
}

static void turn(int wait) {
    static struct epoll_event events[EVENTS];
    int n = epoll_wait(poller, events, EVENTS, wait);
    for (int i = 0; i < n; i++) happened(events[i].data.ptr);
}

static void until(uint64_t end) {
    while (nanos(CLOCK_MONOTONIC) < end) turn(10);
}

static void hang_up(struct connection *c) {
#ifdef WITH_TLS
    SSL_free(c->ssl);
#endif
    close(c->fd);
    memset(c, 0, sizeof *c); /* what was under way is gone */
}

static void measure(long settle, long millis, pid_t pid) {
    clockid_t of_server;
    uint64_t before[5], now;
    if (clock_getcpuclockid(pid, &of_server)) fail("the server is gone");
    sending = 1;
    for (int i = 0; i < count; i++) {
        struct connection *c = connections + i;
        if (BY_TURN) establish(c);
        if (mode == ACCEPT) visit(c);
        else if (mode == ECHO) echo_next(c);
        else happened(c);
    }
    started = nanos(CLOCK_MONOTONIC);
    until(started + settle * 1000000ull);
    before[0] = operations;
    before[1] = bytes;
    before[2] = now = nanos(CLOCK_MONOTONIC);
    before[3] = nanos(CLOCK_PROCESS_CPUTIME_ID);
    before[4] = nanos(of_server);
    until(now + millis * 1000000ull);
    printf("%lu %lu", operations - before[0], bytes - before[1]);
    printf(" %lu", nanos(CLOCK_MONOTONIC) - before[2]);
    printf(" %lu", nanos(CLOCK_PROCESS_CPUTIME_ID) - before[3]);
    printf(" %lu\n", nanos(of_server) - before[4]);
    sending = 0; /* what is under way arrives, so that the next server has the machine for itself */
    now = nanos(CLOCK_MONOTONIC);
    while (nanos(CLOCK_MONOTONIC) < now + ((mode == ECHO || mode == ACCEPT) && talking ? 5000000000ull : 20000000ull)) {
        turn(10);
        if ((mode == ECHO || mode == ACCEPT) && !talking) break;
    }
    if ((mode == ECHO || mode == ACCEPT) && talking) fail("%d connections were not answered in the end", talking);
    for (int i = 0; BY_TURN && i < count; i++) hang_up(connections + i);
    fflush(stdout);
}

int main(int argc, char **argv) {
    static const char *modes[] = {"echo", "bulk", "in", "out", "accept"};
    char line[64];
    long settle, millis;
    size_t depth;
    int framed;
    if (argc < 7) fail("usage: generator MODE PORT CONNECTIONS SIZE DEPTH PID [tls]");
    framed = !strcmp(argv[1], "frames");
    while (!framed && mode < ACCEPT && strcmp(argv[1], modes[mode])) mode++;
    server.sin_port = htons(atoi(argv[2]));
    server.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    count = atoi(argv[3]);
    size = atol(argv[4]);
    depth = atol(argv[5]);
    batch = size * depth;
    connections = calloc(count, sizeof *connections);
    message = malloc(batch + 1);
    poller = epoll_create1(0);
    signal(SIGPIPE, SIG_IGN);
    for (size_t i = 0; i < depth; i++) { /* all different, as far as they can be */
        char number[24];
        int digits = snprintf(number, sizeof number, "%zu", i);
        memset(message + i * size, 'x', size);
        if (framed) {
            uint32_t length = htonl(size - 4);
            memcpy(message + i * size, &length, 4);
            memcpy(message + i * size + 4, number, digits);
            continue;
        }
        if ((int)size > digits + 2) memcpy(message + i * size, number, digits);
        memcpy(message + (i + 1) * size - 2, "\r\n", 2);
    }
    if (argc > 7 && !strcmp(argv[7], "tls")) {
#ifdef WITH_TLS
        tls = SSL_CTX_new(TLS_client_method());
        SSL_CTX_set_ciphersuites(tls, "TLS_AES_128_GCM_SHA256");
        SSL_CTX_ctrl(tls, 33, 1 | 2, NULL); /* SSL_CTRL_MODE: partial writes, from a buffer which moves */
#else
        fail("this generator was compiled without TLS");
#endif
    }
    for (int i = 0; i < count && mode != ACCEPT && !BY_TURN; i++) establish(connections + i);
    puts("ready");
    fflush(stdout);
    while (fgets(line, sizeof line, stdin) && sscanf(line, "%ld %ld", &settle, &millis) == 2) {
        measure(settle, millis, atoi(argv[6]));
    }
    return 0;
}
