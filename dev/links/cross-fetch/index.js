const fetch = (...args) => globalThis.fetch(...args);
module.exports = exports = fetch;
exports.default = fetch;
exports.fetch = fetch;
exports.Headers = globalThis.Headers;
exports.Request = globalThis.Request;
exports.Response = globalThis.Response;
