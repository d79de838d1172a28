/** A request to the provider, with what its answer depends on. */
export interface ProviderRequest {
  method: string;
  /** Below the API's root: `/oncalls`. */
  path: string;
  query: URLSearchParams;
  authorization: string | null;
}

export interface ProviderAnswer {
  status: number;
  headers: Record<string, string>;
  body: Record<string, unknown>;
}

/** The provider's codes for what goes wrong, by HTTP status. */
const ERRORS: Record<number, { message: string; code: number }> = {
  400: { message: "Invalid Input Provided", code: 2001 },
  401: { message: "Unauthorized: invalid credentials", code: 2006 },
  403: { message: "Access Denied", code: 2010 },
  404: { message: "Not Found", code: 2100 },
  429: { message: "Rate Limit Exceeded", code: 2020 },
  500: { message: "Internal Server Error", code: 2000 },
};

/** An answer that is thrown, so that a look-up can end a request. */
export class ProviderRefusal extends Error {
  answer: ProviderAnswer;

  constructor(status: number, details: string[] = []) {
    super(`the provider answers ${status}`);
    this.answer = refusal(status, details);
  }
}

export function refusal(
  status: number,
  details: string[] = [],
): ProviderAnswer {
  const error = ERRORS[status] ??
    { message: `HTTP status ${status}`, code: 2000 };
  const errors = details.length > 0 ? { errors: details } : {};
  return { status, headers: {}, body: { error: { ...error, ...errors } } };
}

export function success(body: Record<string, unknown>): ProviderAnswer {
  return { status: 200, headers: {}, body };
}
