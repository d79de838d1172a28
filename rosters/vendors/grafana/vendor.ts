import * as v from "valibot";
import type { ValidatedSource } from "../../../config/sources.ts";
import type { Vendor } from "../../http/account.ts";

/** What Django REST framework, in which the API is written, says of an error. */
const ErrorBody = v.object({ detail: v.string() });

/**
 * The OnCall API of Grafana OnCall and of Grafana IRM:
 * https://grafana.com/docs/grafana-cloud/alerting-and-irm/irm/reference/oncall-api/
 * By it a service account's token goes with the address of its stack; either
 * kind of credential stands in its header alone, without `Bearer`.
 */
export function vendorOf({ stack }: ValidatedSource<"grafana">): Vendor {
  const credential = stack === null ? "API key" : "service account token";
  return {
    name: "Grafana OnCall",
    credential,
    remedy: stack === null
      ? "OnCall API key"
      : `service account token of ${new URL(stack).host}`,
    hint: stack === null
      ? "a service account's token (glsa_…) needs the stack's address as well: " +
        "stack in the configuration"
      : "an OnCall API key needs no stack in the configuration",
    // A wrong key is answered with 403: grafana/oncall, apps/auth_token/auth.py,
    // whose authentication announces no challenge.
    rights: "read schedules and users (a wrong or revoked one gets 403, too)",
    urlSetting: "GRAFANA_API_URL",
    headers: (token) => ({
      authorization: token,
      ...(stack === null ? {} : { "x-grafana-url": stack.replace(/\/+$/, "") }),
    }),
    // grafana/oncall, common/api_helpers/mixins.py: RateLimitHeadersMixin.
    retryAfterOf: (headers) =>
      Number(
        headers.get("ratelimit-reset") ?? headers.get("retry-after") ?? NaN,
      ),
    errorMessageOf: (body) => {
      const parsed = v.safeParse(ErrorBody, body);
      return parsed.success ? parsed.output.detail : "";
    },
  };
}
