#include "CWebSockets.h"

#include <libwebsockets.h>
#include <openssl/ssl.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

// Connections wait on deadlines of their own; libwebsockets' (5 seconds for the upgrade, say) must not come before them.
#define NEVER_SECONDS 86400

struct cws_route {
    cws_route *next;
    struct lws_vhost *vhost;
    cws_loop *loop;
};

struct cws_loop {
    struct lws_context *context;
    cws_handler handler;
    cws_route *routes;
    char *ca_file;
    lws_sorted_usec_list_t timer;
    char *buffer;
    size_t capacity;
};

struct cws_socket {
    struct lws *wsi;
    cws_loop *loop;
    void *context;
    bool is_starting;
    bool has_ended;
    bool closes;
};

// libwebsockets gives the reason of a TLS failure to its log alone, on the thread on which it happens.
static _Thread_local char last_error[256];

static void keep_error(int level, const char *line) {
    (void)level;
    size_t length = strcspn(line, "\r\n");
    if (length >= sizeof last_error) length = sizeof last_error - 1;
    memcpy(last_error, line, length);
    last_error[length] = 0;
}

const char *cws_last_error(void) { return last_error; }

static int tell(cws_socket *socket, struct cws_event event) { return socket->loop->handler(socket->context, &event); }

// A failed connection attempt, a close and the last breath of a connection are reported in any combination: the first one counts.
static void end(cws_socket *socket, int status, const char *reason) {
    if (socket->has_ended) return;
    socket->has_ended = true;
    if (socket->is_starting) return;
    char text[256];
    size_t length = strnlen(reason, sizeof text - 1);
    memcpy(text, reason, length);
    tell(socket, (struct cws_event){.kind = CWS_ENDED, .bytes = text, .length = length, .code = status});
}

static int on_event(struct lws *wsi, enum lws_callback_reasons event, void *user, void *in, size_t length) {
    cws_socket *socket = user;
    if (!socket) return 0;
    switch (event) {
    case LWS_CALLBACK_WSI_CREATE:
        tell(socket, (struct cws_event){.kind = CWS_CONNECTED});
        return 0;
    case LWS_CALLBACK_CLIENT_APPEND_HANDSHAKE_HEADER: {
        char **end_of_head = in;
        int count = tell(socket, (struct cws_event){.kind = CWS_ASKING, .bytes = *end_of_head, .length = length});
        if (count < 0 || (size_t)count > length) return -1;
        *end_of_head += count;
        return 0;
    }
    case LWS_CALLBACK_CLIENT_ESTABLISHED:
        lws_set_timeout(wsi, NO_PENDING_TIMEOUT, 0);
        tell(socket, (struct cws_event){.kind = CWS_OPEN});
        return 0;
    case LWS_CALLBACK_CLIENT_RECEIVE: {
        bool is_last = lws_is_final_fragment(wsi) && !lws_remaining_packet_payload(wsi);
        return tell(
            socket, (struct cws_event){
                        .kind = CWS_PIECE, .bytes = in, .length = length, .is_binary = lws_frame_is_binary(wsi), .is_last = is_last});
    }
    case LWS_CALLBACK_WS_PEER_INITIATED_CLOSE: {
        const unsigned char *payload = in;
        bool has_code = length >= 2;
        tell(
            socket,
            (struct cws_event){
                .kind = CWS_PEER_CLOSING,
                .bytes = has_code ? (char *)in + 2 : in,
                .length = has_code ? length - 2 : 0,
                .code = has_code ? payload[0] << 8 | payload[1] : 0});
        return 0;
    }
    case LWS_CALLBACK_CLIENT_WRITEABLE:
        tell(socket, (struct cws_event){.kind = CWS_WRITABLE});
        return socket->closes ? -1 : 0;
    case LWS_CALLBACK_CLIENT_CONNECTION_ERROR:
        end(socket, (int)lws_http_client_http_response(wsi), in ? in : "");
        return 0;
    case LWS_CALLBACK_CLIENT_CLOSED:
        end(socket, 0, "");
        return 0;
    case LWS_CALLBACK_WSI_DESTROY:
        end(socket, 0, "");
        socket->wsi = NULL;
        if (!socket->is_starting) free(socket);
        return 0;
    default:
        // Everything else is for servers, plain HTTP or other roles. The library's own handler is not wanted either: it answers for
        // those.
        return 0;
    }
}

static const struct lws_protocols protocols[] = {
    {.name = "messages", .callback = on_event, .rx_buffer_size = 64 << 10},
    {0},
};

// Keep-alive frames are left out: the one who uses the connection has a heartbeat of its own, and 4.1 frees this state too early
// (corrected in 4.3.2). Only a hang-up time of zero does that: any other is counted from the last PONG, which never comes where no PING is
// sent, so that 65,535 would end every connection after 18 hours.
static const lws_retry_bo_t no_keep_alive = {.secs_since_valid_ping = 0, .secs_since_valid_hangup = 0};

// Setting TLS up replaces a number that is global to libwebsockets and by which handshakes under way find their connection: done for a
// second loop, it would make those of the first fail. So the first loop of the process does it, for all.
static pthread_mutex_t tls_lock = PTHREAD_MUTEX_INITIALIZER;
static bool is_tls_set_up;

static void nothing(lws_sorted_usec_list_t *timer) { (void)timer; }

cws_loop *cws_create(const char *ca_file, cws_handler handler) {
    last_error[0] = 0;
    cws_loop *loop = calloc(1, sizeof *loop);
    if (!loop) return NULL;
    loop->handler = handler;
    loop->ca_file = ca_file ? strdup(ca_file) : NULL;
    struct lws_context_creation_info info = {
        .port = CONTEXT_PORT_NO_LISTEN,
        .protocols = protocols,
        .options = LWS_SERVER_OPTION_EXPLICIT_VHOSTS,
        // Otherwise tables are made for as many descriptors as the process may have: gigabytes in some containers.
        .fd_limit_per_thread = 64,
        .max_http_header_pool = 16,
        .max_http_header_data = 16 << 10,
        .pt_serv_buf_size = 64 << 10,
        .timeout_secs = NEVER_SECONDS,
        .connect_timeout_secs = NEVER_SECONDS,
        .retry_and_idle_policy = &no_keep_alive,
        .gid = (gid_t)-1,
        .uid = (uid_t)-1,
    };
    pthread_mutex_lock(&tls_lock);
    lws_set_log_level(LLL_ERR | LLL_WARN, keep_error);
    if (!is_tls_set_up) info.options |= LWS_SERVER_OPTION_DO_SSL_GLOBAL_INIT;
    loop->context = lws_create_context(&info);
    if (loop->context) is_tls_set_up = true;
    pthread_mutex_unlock(&tls_lock);
    if (loop->context && (!ca_file || loop->ca_file)) return loop;
    cws_destroy(loop);
    return NULL;
}

void cws_destroy(cws_loop *loop) {
    if (loop->context) {
        lws_sul_schedule(loop->context, 0, &loop->timer, NULL, LWS_SET_TIMER_USEC_CANCEL);
        lws_context_destroy(loop->context);
    }
    for (cws_route *route = loop->routes, *next; route; route = next) {
        next = route->next;
        free(route);
    }
    free(loop->ca_file);
    free(loop->buffer);
    free(loop);
}

void cws_turn(cws_loop *loop, int64_t microseconds) {
    // The time to wait that lws_service takes is ignored since 4.0; a timer that does nothing ends the wait.
    lws_sul_schedule(loop->context, 0, &loop->timer, nothing, microseconds > 0 ? microseconds : 1);
    lws_service(loop->context, 0);
}

void cws_wake(cws_loop *loop) { lws_cancel_service(loop->context); }

cws_route *cws_route_create(cws_loop *loop, const char *proxy) {
    last_error[0] = 0;
    struct lws_context_creation_info info = {
        .port = CONTEXT_PORT_NO_LISTEN,
        .vhost_name = proxy ? "proxy" : "direct",
        .protocols = protocols,
        .options = LWS_SERVER_OPTION_DO_SSL_GLOBAL_INIT | (loop->ca_file ? LWS_SERVER_OPTION_DISABLE_OS_CA_CERTS : 0),
        .client_ssl_ca_filepath = loop->ca_file,
        // Whatever the system's configuration allows: 1.2 is the least.
        .ssl_client_options_set = SSL_OP_NO_SSLv3 | SSL_OP_NO_TLSv1 | SSL_OP_NO_TLSv1_1,
        .timeout_secs = NEVER_SECONDS,
        .connect_timeout_secs = NEVER_SECONDS,
        .retry_and_idle_policy = &no_keep_alive,
        // Without an address the environment's http_proxy would be taken; port 0 means none.
        .http_proxy_address = proxy ? proxy : ":0",
    };
    cws_route *route = calloc(1, sizeof *route);
    struct lws_vhost *vhost = route ? lws_create_vhost(loop->context, &info) : NULL;
    if (!vhost || (proxy && lws_set_proxy(vhost, proxy)) || lws_init_vhost_client_ssl(&info, vhost)) {
        // The vhost, if there is one, goes with the context.
        free(route);
        return NULL;
    }
    *route = (cws_route){.next = loop->routes, .vhost = vhost, .loop = loop};
    loop->routes = route;
    return route;
}

void cws_route_set_proxy(cws_route *route, const char *proxy) { lws_set_proxy(route->vhost, proxy); }

cws_socket *cws_connect(
    cws_route *route, const char *address, int port, bool secure, const char *host, const char *path, void *context) {
    last_error[0] = 0;
    cws_socket *socket = calloc(1, sizeof *socket);
    if (!socket) return NULL;
    *socket = (cws_socket){.loop = route->loop, .context = context, .is_starting = true};
    struct lws_client_connect_info info = {
        .context = route->loop->context,
        .vhost = route->vhost,
        .address = address,
        .port = port,
        .ssl_connection = (secure ? LCCSCF_USE_SSL : 0) | LCCSCF_HTTP_NO_FOLLOW_REDIRECT,
        .host = host,
        .path = path,
        .alpn = "http/1.1",
        .local_protocol_name = protocols[0].name,
        .userdata = socket,
        .retry_and_idle_policy = &no_keep_alive,
    };
    // origin stays NULL: Discord answers 403 to a handshake that has one.
    struct lws *wsi = lws_client_connect_via_info(&info);
    if (!wsi || socket->has_ended) {
        // Not reachable with a live wsi: libwebsockets returns NULL whenever it ends an attempt inside this call.
        free(socket);
        return NULL;
    }
    socket->wsi = wsi;
    socket->is_starting = false;
    return socket;
}

void cws_ask_writable(cws_socket *socket) {
    if (socket->wsi) lws_callback_on_writable(socket->wsi);
}

bool cws_send(cws_socket *socket, const char *text, size_t length) {
    cws_loop *loop = socket->loop;
    if (loop->capacity < LWS_PRE + length) {
        char *larger = realloc(loop->buffer, LWS_PRE + length);
        if (!larger) return false;
        loop->buffer = larger;
        loop->capacity = LWS_PRE + length;
    }
    memcpy(loop->buffer + LWS_PRE, text, length);
    return lws_write(socket->wsi, (unsigned char *)loop->buffer + LWS_PRE, length, LWS_WRITE_TEXT) >= (int)length;
}

void cws_close(cws_socket *socket, int code, const char *reason, size_t length) {
    unsigned char text[123];
    if (length > sizeof text) length = sizeof text;
    memcpy(text, reason, length);
    lws_close_reason(socket->wsi, (enum lws_close_status)code, text, length);
    socket->closes = true;
}

void cws_kill(cws_socket *socket) {
    if (socket->wsi) lws_set_timeout(socket->wsi, PENDING_TIMEOUT_USER_OK, LWS_TO_KILL_ASYNC);
}
