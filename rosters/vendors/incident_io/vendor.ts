import * as v from "valibot";
import type { Vendor } from "../../http/account.ts";

/** `{type, status, request_id, rate_limit?, errors: [{code, message, source?}]}` */
const ErrorBody = v.object({
  type: v.fallback(v.string(), ""),
  errors: v.array(v.object({ message: v.fallback(v.string(), "") })),
});

/** https://docs.incident.io/api-reference/introduction */
export const INCIDENT_IO: Vendor = {
  name: "incident.io",
  credential: "API key",
  remedy: "incident.io API key",
  rights: "read schedules",
  urlSetting: "INCIDENT_IO_API_URL",
  headers: (token) => ({ authorization: `Bearer ${token}` }),
  // After a 429 Retry-After has the seconds until rate_limit.retry_after.
  errorMessageOf: (body) => {
    const parsed = v.safeParse(ErrorBody, body);
    if (!parsed.success) return "";
    const { type, errors } = parsed.output;
    return [type, ...errors.map(({ message }) => message)]
      .filter((text) => text !== "").join(": ");
  },
};
