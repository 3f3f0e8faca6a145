/// A small face over libwebsockets 4.1 as a client. None of its types or macros is visible here.
///
/// Everything except `cws_wake` belongs on one thread. A socket's events come from within `cws_turn`; the last is always
/// `CWS_ENDED`, exactly one, after which the socket must not be used.
#pragma once
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef struct cws_loop cws_loop;
typedef struct cws_route cws_route;
typedef struct cws_socket cws_socket;

enum cws_event_kind {
    /// TCP stands, with the host or with the proxy.
    CWS_CONNECTED,
    /// The upgrade is about to be asked for, so TLS stands: write further header lines to `bytes` (room for `length`) and return how
    /// many bytes they are.
    CWS_ASKING,
    /// The upgrade was granted.
    CWS_OPEN,
    /// A piece of a message in `bytes`. Return nonzero to break the connection off.
    CWS_PIECE,
    /// The peer's close frame, with its reason in `bytes`.
    CWS_PEER_CLOSING,
    /// `cws_ask_writable` is answered: one message may be sent with `cws_send` or one close frame with `cws_close`.
    CWS_WRITABLE,
    /// It is over. Before `CWS_OPEN`: it could not be opened, with the HTTP status in `code` if there was one, and the cause in `bytes`.
    CWS_ENDED,
};

struct cws_event {
    enum cws_event_kind kind;
    /// Valid during the call only.
    char *_Nullable bytes;
    size_t length;
    /// `CWS_PEER_CLOSING`: the close code, 0 if none. `CWS_ENDED`: the HTTP status, 0 if none.
    int code;
    /// `CWS_PIECE`: whether the message is binary, and whether this piece is its last.
    bool is_binary;
    bool is_last;
};

typedef int (*cws_handler)(void *_Nullable context, const struct cws_event *_Nonnull event);

/// Sets up the loop, not yet connected to anything; NULL when it cannot be (no memory, no descriptors).
/// - ca_file: a PEM file of the authorities to trust in place of the system's; NULL for those.
cws_loop *_Nullable cws_create(const char *_Nullable ca_file, cws_handler _Nonnull handler);
/// Breaks every connection off, with its `CWS_ENDED`, and frees the loop.
void cws_destroy(cws_loop *_Nonnull loop);
/// Waits for something to happen, at most that long, and handles it.
void cws_turn(cws_loop *_Nonnull loop, int64_t microseconds);
/// Makes `cws_turn` return. From any thread.
void cws_wake(cws_loop *_Nonnull loop);

/// A way out, kept until the loop goes: directly (`proxy` NULL) or through an HTTP proxy, given as `[user:password@]address:port`
/// with a numeric address. NULL when TLS could not be set up or the password is too long; `cws_last_error` has more.
cws_route *_Nullable cws_route_create(cws_loop *_Nonnull loop, const char *_Nullable proxy);
/// Names another address for the proxy, for connections to come.
void cws_route_set_proxy(cws_route *_Nonnull route, const char *_Nonnull proxy);

/// Begins to connect; NULL when it failed at once, without any event.
/// - address: the numeric address of the host, or, through a proxy, its name.
/// - host: the `Host` header; without its port also the name that the certificate has to be for.
cws_socket *_Nullable cws_connect(
    cws_route *_Nonnull route, const char *_Nonnull address, int port, bool secure, const char *_Nonnull host,
    const char *_Nonnull path, void *_Nonnull context);
/// Asks for one `CWS_WRITABLE`.
void cws_ask_writable(cws_socket *_Nonnull socket);
/// Sends a whole text message. False when the connection is broken; its end follows.
bool cws_send(cws_socket *_Nonnull socket, const char *_Nonnull text, size_t length);
/// Sends a close frame once the handler returns; the end follows when the peer has answered it.
void cws_close(cws_socket *_Nonnull socket, int code, const char *_Nonnull reason, size_t length);
/// Breaks the connection off in the next turn, whatever its state.
void cws_kill(cws_socket *_Nonnull socket);

/// What libwebsockets last complained about on this thread, since `cws_connect` or `cws_create` was called.
const char *_Nonnull cws_last_error(void);
