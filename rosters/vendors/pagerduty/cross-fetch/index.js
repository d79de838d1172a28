// Takes the place of cross-fetch (see README.md).

/** Calls the `fetch` among its options; the platform's unless there is one. */
function fetch(url, options) {
  return (options?.fetch ?? globalThis.fetch)(url, options);
}

module.exports = exports = fetch;
exports.default = fetch;
exports.fetch = fetch;
exports.Headers = globalThis.Headers;
exports.Request = globalThis.Request;
exports.Response = globalThis.Response;
