/*
 * As fast as it gets: what all of them do, with nothing between the program and the kernel.
 *
 *   limit MODE PORT
 *
 * serves 127.0.0.1:PORT with one thread and epoll: echo, lines (of at most 16,384 bytes, each checked and answered on
 * its own, as the others do), frames (the same, each after its length in four bytes), in (throws away what comes) or
 * out (sends 64 KiB at a time for as long as there is room).
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/tcp.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

enum { EVENTS = 1024, CHUNK = 65536, LINE = 16384 };
enum mode { ECHO, LINES, FRAMES, IN, OUT };

struct connection {
    int fd;
    int waits;     /* for room to write */
    size_t kept;   /* of a line or a frame which has not ended */
    size_t unsent, space;
    char *line, *rest;
};

static enum mode mode;
static int poller;
static char in[CHUNK + LINE], answer[2 * (CHUNK + LINE)];

static void leave(struct connection *c) {
    close(c->fd);
    free(c->line);
    free(c->rest);
    free(c);
}

static void wait_for(struct connection *c, int room) {
    struct epoll_event event = {room ? EPOLLOUT : EPOLLIN, {.ptr = c}};
    if (c->waits == room) return;
    c->waits = room;
    epoll_ctl(poller, EPOLL_CTL_MOD, c->fd, &event);
}

/* While the peer does not take what there is, nothing more is read from it. */
static int give(struct connection *c, const char *from, size_t length) {
    ssize_t n = send(c->fd, from, length, MSG_NOSIGNAL);
    if (n < 0 && errno != EAGAIN) return -1;
    if (n < 0) n = 0;
    if ((size_t)n == length) return 0;
    length -= n;
    if (c->space < length) c->rest = realloc(c->rest, c->space = length);
    memmove(c->rest, from + n, length);
    c->unsent = length;
    wait_for(c, 1);
    return 0;
}

/* Keeps what has not ended, and sends the answers to what has. */
static int answered(struct connection *c, char *from, char *stop, size_t length) {
    c->kept = stop - from;
    if (c->kept > LINE) return -1;
    if (c->kept > 0) {
        if (!c->line) c->line = malloc(LINE);
        memcpy(c->line, from, c->kept);
    }
    return length > 0 ? give(c, answer, length) : 0;
}

static int lines(struct connection *c, ssize_t n) {
    char *from = in, *end, *stop = in + c->kept + n;
    size_t length = 0;
    while ((end = memchr(from, '\n', stop - from)) != NULL && end > from && end[-1] == '\r') {
        memcpy(answer + length, from, end - from - 1);
        length += end - from - 1;
        memcpy(answer + length, "\r\n", 2);
        length += 2;
        from = end + 1;
    }
    return answered(c, from, stop, length);
}

static int frames(struct connection *c, ssize_t n) {
    char *from = in, *stop = in + c->kept + n;
    size_t length = 0;
    uint32_t announced;
    while (stop - from >= 4) {
        memcpy(&announced, from, 4);
        announced = ntohl(announced);
        if (announced > LINE - 4) return -1;
        if (stop - from - 4 < (ssize_t)announced) break;
        memcpy(answer + length, from, 4 + announced);
        length += 4 + announced;
        from += 4 + announced;
    }
    return answered(c, from, stop, length);
}

static int readable(struct connection *c) {
    ssize_t n;
    if (c->kept > 0) memcpy(in, c->line, c->kept);
    n = recv(c->fd, in + c->kept, CHUNK, 0);
    if (n <= 0) return n < 0 && errno == EAGAIN ? 0 : -1;
    if (mode == ECHO) return give(c, in, n);
    if (mode == FRAMES) return frames(c, n);
    return mode == LINES ? lines(c, n) : 0;
}

static int writable(struct connection *c) {
    if (c->unsent > 0) {
        ssize_t n = send(c->fd, c->rest, c->unsent, MSG_NOSIGNAL);
        if (n < 0) return errno == EAGAIN ? 0 : -1;
        c->unsent -= n;
        memmove(c->rest, c->rest + n, c->unsent);
    }
    if (c->unsent == 0 && mode == OUT) {
        static char chunk[CHUNK];
        ssize_t n = send(c->fd, chunk, CHUNK, MSG_NOSIGNAL);
        return n < 0 && errno != EAGAIN ? -1 : 0;
    }
    if (c->unsent == 0) wait_for(c, 0);
    return 0;
}

static void accepted(int fd) {
    struct connection *c = calloc(1, sizeof *c);
    struct epoll_event event = {mode == OUT ? EPOLLOUT : EPOLLIN, {.ptr = c}};
    int on = 1;
    c->fd = fd;
    c->waits = mode == OUT;
    setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    epoll_ctl(poller, EPOLL_CTL_ADD, fd, &event);
}

int main(int argc, char **argv) {
    static const char *modes[] = {"echo", "lines", "frames", "in", "out"};
    static struct epoll_event events[EVENTS];
    struct sockaddr_in here = {.sin_family = AF_INET};
    struct epoll_event event = {EPOLLIN, {.ptr = NULL}};
    int listener = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0), on = 1, fd;
    if (argc != 3) return 2;
    while (mode < OUT && strcmp(argv[1], modes[mode])) mode++;
    here.sin_port = htons(atoi(argv[2]));
    here.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    signal(SIGPIPE, SIG_IGN);
    setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    if (bind(listener, (struct sockaddr *)&here, sizeof here) || listen(listener, 1024)) {
        perror("cannot listen");
        return 1;
    }
    poller = epoll_create1(0);
    epoll_ctl(poller, EPOLL_CTL_ADD, listener, &event);
    for (;;) {
        int n = epoll_wait(poller, events, EVENTS, -1);
        for (int i = 0; i < n; i++) {
            struct connection *c = events[i].data.ptr;
            if (!c) {
                while ((fd = accept4(listener, NULL, NULL, SOCK_NONBLOCK)) >= 0) accepted(fd);
            } else if (c->waits ? writable(c) : readable(c)) {
                leave(c);
            }
        }
    }
}
