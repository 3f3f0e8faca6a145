/// A thin face over libcurl for Swift, which can neither call C functions with a variable number of arguments
/// (`curl_easy_setopt`, `curl_easy_getinfo`) nor see libcurl's casting macros. Everything else is called as libcurl declares it.
#pragma once
#include <curl/curl.h>

/// Brings libcurl up, once for the process; later calls do nothing. Thread-safe. Returns 0 or a CURLcode.
int ccurl_start(void);

/// `curl_easy_setopt` with a `long`.
CURLcode ccurl_set_long(CURL *_Nonnull easy, CURLoption option, long value);
/// `curl_easy_setopt` with a size in bytes.
CURLcode ccurl_set_offset(CURL *_Nonnull easy, CURLoption option, curl_off_t value);
/// `curl_easy_setopt` with a string, which libcurl copies.
CURLcode ccurl_set_string(CURL *_Nonnull easy, CURLoption option, const char *_Nullable value);
/// `curl_easy_setopt` with a pointer, which has to live as long as the handle uses it.
CURLcode ccurl_set_pointer(CURL *_Nonnull easy, CURLoption option, const void *_Nullable value);

/// Called with bytes of the head or the body; returns how many were taken, or `CURL_WRITEFUNC_PAUSE`.
typedef size_t (*ccurl_receive)(char *_Nullable bytes, size_t size, size_t count, void *_Nullable context);
/// Called when the connection stands, before the request is sent.
typedef int (*ccurl_ready)(void *_Nullable context, char *_Nullable remote, char *_Nullable local, int remotePort, int localPort);
/// Called for bytes of the request body; returns how many were filled in, or `CURL_READFUNC_ABORT`.
typedef size_t (*ccurl_supply)(char *_Nullable buffer, size_t size, size_t count, void *_Nullable context);
/// Called to go back in the request body when it has to be sent again; returns `CURL_SEEKFUNC_OK` or `CURL_SEEKFUNC_FAIL`.
typedef int (*ccurl_seek)(void *_Nullable context, curl_off_t offset, int origin);

/// Sets the four callbacks, all with the same context.
CURLcode ccurl_set_callbacks(
    CURL *_Nonnull easy, void *_Nonnull context, ccurl_receive _Nonnull head, ccurl_receive _Nonnull body,
    ccurl_ready _Nonnull ready, ccurl_supply _Nonnull supply, ccurl_seek _Nonnull seek);

/// Asks the kernel to give up a connection on which sent bytes stay unacknowledged for `milliseconds`, so that a dead
/// connection is not used again and again.
CURLcode ccurl_set_unacknowledged_limit(CURL *_Nonnull easy, long milliseconds);

/// `curl_easy_getinfo` of a `long`; 0 where libcurl has none.
long ccurl_get_long(CURL *_Nonnull easy, CURLINFO info);
/// `curl_easy_getinfo` of a time in microseconds or a size; 0 where libcurl has none.
curl_off_t ccurl_get_offset(CURL *_Nonnull easy, CURLINFO info);

/// The next finished transfer: its handle, with the result in `*result`; NULL when there is none.
CURL *_Nullable ccurl_next_finished(CURLM *_Nonnull multi, CURLcode *_Nonnull result);
