/*
 * Records what a process does to the files of one folder, so that a power cut can be played afterwards.
 *
 *   gcc -shared -fPIC -O1 -o recorder.so recorder.c -ldl
 *   RECORDER_FOLDER=/the/folder RECORDER_LOG=/the/log LD_PRELOAD=./recorder.so node ...
 *
 * Everything is done as usual, except that fsync and fdatasync of these files return at once: only their place between
 * the writes matters. One record for each call, in the order in which the calls happened:
 *
 *   operation (1 byte: W write, T truncate, S sync, U unlink), length of the name (2 bytes), name of the file in the folder,
 *   offset or size (8 bytes), length of the data (4 bytes), data. Numbers are little-endian.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/types.h>
#include <sys/uio.h>
#include <unistd.h>

#define MOST_FILES 4096

static pthread_mutex_t turn = PTHREAD_MUTEX_INITIALIZER;
static char *names[MOST_FILES];
static struct stat files[MOST_FILES];
static int log_fd = -1;

#define REAL(type, name, ...) \
  static type (*real_##name)(__VA_ARGS__); \
  if (!real_##name) real_##name = dlsym(RTLD_NEXT, #name)

static ssize_t plain_write(int fd, const void *data, size_t length) {
  REAL(ssize_t, write, int, const void *, size_t);
  return real_write(fd, data, length);
}

/* The name of a path in the folder, "." for the folder itself; NULL for every other path. */
static const char *name_of(const char *path) {
  const char *folder = getenv("RECORDER_FOLDER");
  size_t length = folder ? strlen(folder) : 0;
  if (length == 0 || !path || strncmp(path, folder, length) != 0) return NULL;
  if (path[length] == '\0') return ".";
  return path[length] == '/' ? path + length + 1 : NULL;
}

/* Node closes files by a system call of its own, so a number may belong to another file by now. */
static const char *name_at(int fd) {
  struct stat file;
  if (fd < 0 || fd >= MOST_FILES || !names[fd] || fstat(fd, &file) != 0) return NULL;
  return file.st_ino == files[fd].st_ino && file.st_dev == files[fd].st_dev ? names[fd] : NULL;
}

static void record(char operation, const char *name, uint64_t position, const void *data, uint32_t length) {
  uint16_t name_length = (uint16_t)strlen(name);
  size_t size = 1 + 2 + name_length + 8 + 4 + length;
  char *text = malloc(size), *end = text;
  if (log_fd < 0) {
    REAL(int, open, const char *, int, ...);
    log_fd = real_open(getenv("RECORDER_LOG"), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
  }
  *end++ = operation;
  memcpy(end, &name_length, 2), end += 2;
  memcpy(end, name, name_length), end += name_length;
  memcpy(end, &position, 8), end += 8;
  memcpy(end, &length, 4), end += 4;
  if (length) memcpy(end, data, length);
  if (plain_write(log_fd, text, size) != (ssize_t)size) abort();
  free(text);
}

static int opened(int fd, const char *path, int flags) {
  const char *name = name_of(path);
  if (fd < 0 || fd >= MOST_FILES || !name) return fd;
  pthread_mutex_lock(&turn);
  free(names[fd]);
  names[fd] = strdup(name);
  fstat(fd, &files[fd]);
  if (flags & O_TRUNC) record('T', name, 0, NULL, 0);
  pthread_mutex_unlock(&turn);
  return fd;
}

#define OPEN(symbol) \
  int symbol(const char *path, int flags, ...) { \
    REAL(int, symbol, const char *, int, ...); \
    va_list rest; \
    va_start(rest, flags); \
    int mode = va_arg(rest, int); \
    va_end(rest); \
    return opened(real_##symbol(path, flags, mode), path, flags); \
  }
OPEN(open)
OPEN(open64)

int close(int fd) {
  REAL(int, close, int);
  pthread_mutex_lock(&turn);
  if (name_at(fd)) free(names[fd]), names[fd] = NULL;
  pthread_mutex_unlock(&turn);
  return real_close(fd);
}

ssize_t write(int fd, const void *data, size_t length) {
  if (!name_at(fd)) return plain_write(fd, data, length);
  pthread_mutex_lock(&turn);
  struct stat file;
  off_t at = fcntl(fd, F_GETFL) & O_APPEND && fstat(fd, &file) == 0 ? file.st_size : lseek(fd, 0, SEEK_CUR);
  ssize_t written = plain_write(fd, data, length);
  if (written > 0) record('W', name_at(fd), (uint64_t)at, data, (uint32_t)written);
  pthread_mutex_unlock(&turn);
  return written;
}

#define PWRITE(symbol, offset_type) \
  ssize_t symbol(int fd, const void *data, size_t length, offset_type at) { \
    REAL(ssize_t, symbol, int, const void *, size_t, offset_type); \
    if (!name_at(fd)) return real_##symbol(fd, data, length, at); \
    pthread_mutex_lock(&turn); \
    ssize_t written = real_##symbol(fd, data, length, at); \
    if (written > 0) record('W', name_at(fd), (uint64_t)at, data, (uint32_t)written); \
    pthread_mutex_unlock(&turn); \
    return written; \
  }
PWRITE(pwrite, off_t)
PWRITE(pwrite64, off64_t)

#define TRUNCATE(symbol, offset_type) \
  int symbol(int fd, offset_type size) { \
    REAL(int, symbol, int, offset_type); \
    if (!name_at(fd)) return real_##symbol(fd, size); \
    pthread_mutex_lock(&turn); \
    int result = real_##symbol(fd, size); \
    if (result == 0) record('T', name_at(fd), (uint64_t)size, NULL, 0); \
    pthread_mutex_unlock(&turn); \
    return result; \
  }
TRUNCATE(ftruncate, off_t)
TRUNCATE(ftruncate64, off64_t)

#define SYNC(symbol) \
  int symbol(int fd) { \
    REAL(int, symbol, int); \
    if (!name_at(fd)) return real_##symbol(fd); \
    pthread_mutex_lock(&turn); \
    record('S', name_at(fd), 0, NULL, 0); \
    pthread_mutex_unlock(&turn); \
    return 0; \
  }
SYNC(fsync)
SYNC(fdatasync)

int unlink(const char *path) {
  REAL(int, unlink, const char *);
  const char *name = name_of(path);
  if (!name) return real_unlink(path);
  pthread_mutex_lock(&turn);
  int result = real_unlink(path);
  if (result == 0) record('U', name, 0, NULL, 0);
  pthread_mutex_unlock(&turn);
  return result;
}
