/* Stands between a program and the C library: fails, kills, slows or records the calls that change
 * files below one folder. Loaded with LD_PRELOAD, asleep until faults_arm(). Linux, glibc.
 *
 * A wall clock that is wrong comes from here as well.
 *
 * A record is one line `kind path offset length` with the path in hex, then `length` bytes.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/types.h>
#include <sys/uio.h>
#include <time.h>
#include <unistd.h>

enum { WRITE = 1, SYNC = 2, TRUNCATE = 4, CREATE = 8, RENAME = 16, UNLINK = 32 };
enum { ASLEEP, COUNT, KILL_BEFORE, KILL_HALFWAY, KILL_AFTER, FAIL_ONCE, FAIL_FROM };

static char under[PATH_MAX];
static size_t under_length;
static int action, kinds, error, record_to = -1;
static long at, seen, sync_us;

#define REAL(name) \
    static __typeof__(name) *real; \
    if (!real) real = (__typeof__(name) *)dlsym(RTLD_NEXT, #name)

/* 0, or what errno becomes. Every call of the kinds asked for is counted. */
void faults_arm(const char *folder, int what, int which, long nth, int errno_then, int record,
                long sync_takes_us) {
    snprintf(under, sizeof under, "%s", folder);
    under_length = strlen(under);
    kinds = which; at = nth; error = errno_then; record_to = record; sync_us = sync_takes_us;
    seen = 0;
    action = what;
}

long faults_seen(void) { return seen; }

static int is_below(const char *path) {
    return action && under_length && !strncmp(path, under, under_length)
        && (path[under_length] == '/' || path[under_length] == 0);
}

static int path_of(int fd, char *path) {
    char link[64];
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    ssize_t length = readlink(link, path, PATH_MAX - 1);
    if (length < 0) return 0;
    path[length] = 0;
    return 1;
}

static int absolute(int folder, const char *name, char *path) {
    if (name[0] == '/') { snprintf(path, PATH_MAX, "%s", name); return 1; }
    char base[PATH_MAX];
    if (folder == AT_FDCWD) { if (!getcwd(base, sizeof base)) return 0; }
    else if (!path_of(folder, base)) return 0;
    return snprintf(path, PATH_MAX, "%s/%s", base, name) < PATH_MAX;
}

static void die(void) { kill(getpid(), SIGKILL); for (;;) pause(); }

/* Called before a call of one kind: 1 if it is to fail, 2 if it is to be done halfway. */
static int stumbles(int kind) {
    if (!(kinds & kind)) return 0;
    seen++;
    if (action == KILL_BEFORE && seen == at) die();
    if (action == KILL_HALFWAY && seen == at) return 2;
    int fails = (action == FAIL_ONCE && seen == at) || (action == FAIL_FROM && seen >= at);
    /* A full disk still lets files be removed and synced. */
    if (fails && (error == ENOSPC || error == EDQUOT) && kind & (UNLINK | SYNC | RENAME)) return 0;
    if (fails) errno = error;
    return fails;
}

static void stood(int kind) {
    if ((action == KILL_AFTER || action == KILL_HALFWAY) && (kinds & kind) && seen == at) die();
}

static void all_of(const void *bytes, size_t length) {
    static ssize_t (*out)(int, const void *, size_t);
    if (!out) out = (ssize_t (*)(int, const void *, size_t))dlsym(RTLD_NEXT, "write");
    while (length) {
        ssize_t done = out(record_to, bytes, length);
        if (done <= 0) abort();
        bytes = (const char *)bytes + done;
        length -= done;
    }
}

static void record(char kind, const char *path, long long offset, const void *data, size_t length) {
    if (record_to < 0) return;
    char line[2 * PATH_MAX + 64];
    int n = sprintf(line, "%c ", kind);
    for (const char *p = path; *p; p++) n += sprintf(line + n, "%02x", (unsigned char)*p);
    n += sprintf(line + n, " %lld %zu\n", offset, length);
    all_of(line, n);
    if (length) all_of(data, length);
}

static long long position(int fd) {
    struct stat about;
    if (fcntl(fd, F_GETFL) & O_APPEND && !fstat(fd, &about)) return about.st_size;
    return lseek(fd, 0, SEEK_CUR);
}

ssize_t write(int fd, const void *data, size_t length) {
    REAL(write);
    char path[PATH_MAX];
    if (!action) return real(fd, data, length);
    if (fd == 1) { record('a', "", 0, data, length); return real(fd, data, length); }
    if (!path_of(fd, path) || !is_below(path)) return real(fd, data, length);
    int how = stumbles(WRITE);
    if (how == 1) return -1;
    long long offset = position(fd);
    ssize_t done = real(fd, data, how == 2 ? length / 2 : length);
    if (done > 0) record('w', path, offset, data, done);
    stood(WRITE);
    return done;
}

ssize_t pwrite64(int fd, const void *data, size_t length, off64_t offset) {
    REAL(pwrite64);
    char path[PATH_MAX];
    if (!action || !path_of(fd, path) || !is_below(path)) return real(fd, data, length, offset);
    int how = stumbles(WRITE);
    if (how == 1) return -1;
    ssize_t done = real(fd, data, how == 2 ? length / 2 : length, offset);
    if (done > 0) record('w', path, offset, data, done);
    stood(WRITE);
    return done;
}
ssize_t pwrite(int fd, const void *data, size_t length, off_t offset) {
    return pwrite64(fd, data, length, offset);
}

ssize_t writev(int fd, const struct iovec *parts, int count) {
    REAL(writev);
    char path[PATH_MAX];
    if (!action || !path_of(fd, path) || !is_below(path)) return real(fd, parts, count);
    ssize_t whole = 0;
    for (int i = 0; i < count; i++) {
        ssize_t done = write(fd, parts[i].iov_base, parts[i].iov_len);
        if (done < 0) return whole ? whole : -1;
        whole += done;
        if ((size_t)done < parts[i].iov_len) break;
    }
    return whole;
}

int ftruncate64(int fd, off64_t length) {
    REAL(ftruncate64);
    char path[PATH_MAX];
    if (!action || !path_of(fd, path) || !is_below(path)) return real(fd, length);
    if (stumbles(TRUNCATE) == 1) return -1;
    int done = real(fd, length);
    if (!done) record('t', path, length, "", 0);
    stood(TRUNCATE);
    return done;
}
int ftruncate(int fd, off_t length) { return ftruncate64(fd, length); }

static int synced(int fd, int (*real)(int)) {
    char path[PATH_MAX];
    if (!action || !path_of(fd, path) || !is_below(path)) return real(fd);
    if (stumbles(SYNC) == 1) return -1;
    if (sync_us) usleep(sync_us);
    int done = real(fd);
    if (!done) record('s', path, 0, "", 0);
    stood(SYNC);
    return done;
}
int fsync(int fd) { REAL(fsync); return synced(fd, real); }
int fdatasync(int fd) { REAL(fdatasync); return synced(fd, real); }

static int opened(int folder, const char *name, int flags, mode_t mode,
                  int (*real)(int, const char *, int, ...)) {
    char path[PATH_MAX];
    int may_make = flags & (O_CREAT | O_TRUNC) && (flags & O_TMPFILE) != O_TMPFILE;
    if (!action || !may_make || !absolute(folder, name, path) || !is_below(path))
        return real(folder, name, flags, mode);
    struct stat about;
    int was_there = !stat(path, &about);
    int empties = was_there && flags & O_TRUNC && about.st_size;
    if (was_there && !empties) return real(folder, name, flags, mode);
    if (stumbles(was_there ? TRUNCATE : CREATE) == 1) return -1;
    int fd = real(folder, name, flags, mode);
    if (fd >= 0) record(was_there ? 't' : 'c', path, 0, "", 0);
    stood(was_there ? TRUNCATE : CREATE);
    return fd;
}

#define MODE(mode, flags) \
    mode_t mode = 0; \
    if ((flags) & O_CREAT || ((flags) & O_TMPFILE) == O_TMPFILE) { va_list more; va_start(more, flags); \
        mode = va_arg(more, mode_t); va_end(more); }
int open64(const char *name, int flags, ...) {
    MODE(mode, flags) REAL(openat64); return opened(AT_FDCWD, name, flags, mode, real);
}
int open(const char *name, int flags, ...) {
    MODE(mode, flags) REAL(openat64); return opened(AT_FDCWD, name, flags, mode, real);
}
int openat64(int folder, const char *name, int flags, ...) {
    MODE(mode, flags) REAL(openat64); return opened(folder, name, flags, mode, real);
}
int openat(int folder, const char *name, int flags, ...) {
    MODE(mode, flags) REAL(openat64); return opened(folder, name, flags, mode, real);
}

int renameat(int from_folder, const char *from, int to_folder, const char *to) {
    REAL(renameat);
    char old[PATH_MAX], new[PATH_MAX];
    if (!action || !absolute(from_folder, from, old) || !absolute(to_folder, to, new)
        || !(is_below(old) || is_below(new)))
        return real(from_folder, from, to_folder, to);
    if (stumbles(RENAME) == 1) return -1;
    int done = real(from_folder, from, to_folder, to);
    if (!done) record('r', old, 0, new, strlen(new));
    stood(RENAME);
    return done;
}
int rename(const char *from, const char *to) { return renameat(AT_FDCWD, from, AT_FDCWD, to); }

int unlinkat(int folder, const char *name, int flags) {
    REAL(unlinkat);
    char path[PATH_MAX];
    if (!action || !absolute(folder, name, path) || !is_below(path))
        return real(folder, name, flags);
    if (faccessat(folder, name, F_OK, AT_SYMLINK_NOFOLLOW)) return real(folder, name, flags);
    if (stumbles(UNLINK) == 1) return -1;
    int done = real(folder, name, flags);
    if (!done) record('u', path, 0, "", 0);
    stood(UNLINK);
    return done;
}
int unlink(const char *name) { return unlinkat(AT_FDCWD, name, 0); }
int rmdir(const char *name) { return unlinkat(AT_FDCWD, name, AT_REMOVEDIR); }

int mkdirat(int folder, const char *name, mode_t mode) {
    REAL(mkdirat);
    char path[PATH_MAX];
    if (!action || !absolute(folder, name, path) || !is_below(path)
        || !faccessat(folder, name, F_OK, AT_SYMLINK_NOFOLLOW))
        return real(folder, name, mode);
    if (stumbles(CREATE) == 1) return -1;
    int done = real(folder, name, mode);
    if (!done) record('d', path, 0, "", 0);
    stood(CREATE);
    return done;
}
int mkdir(const char *name, mode_t mode) { return mkdirat(AT_FDCWD, name, mode); }

static long clock_off;

void faults_set_clock(long seconds) { clock_off = seconds; }

int clock_gettime(clockid_t clock, struct timespec *now) {
    REAL(clock_gettime);
    int done = real(clock, now);
    if (!done && clock == CLOCK_REALTIME) now->tv_sec += clock_off;
    return done;
}
time_t time(time_t *also) {
    struct timespec now;
    clock_gettime(CLOCK_REALTIME, &now);
    if (also) *also = now.tv_sec;
    return now.tv_sec;
}

/* Copies inside the kernel are refused, so that programs copy by read and write. */
ssize_t sendfile64(int to, int from, off64_t *offset, size_t length) {
    REAL(sendfile64);
    if (!action) return real(to, from, offset, length);
    errno = ENOSYS;
    return -1;
}
ssize_t sendfile(int to, int from, off_t *offset, size_t length) {
    return sendfile64(to, from, offset, length);
}
ssize_t copy_file_range(int from, off64_t *in, int to, off64_t *out, size_t length, unsigned flags) {
    REAL(copy_file_range);
    if (!action) return real(from, in, to, out, length, flags);
    errno = EXDEV;
    return -1;
}
