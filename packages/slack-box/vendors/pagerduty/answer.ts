import { type VendorAnswer, VendorRefusal } from "../answer.ts";

/** PagerDuty's codes for what goes wrong, by HTTP status. */
const ERRORS: Record<number, { message: string; code: number }> = {
  400: { message: "Invalid Input Provided", code: 2001 },
  401: { message: "Unauthorized: invalid credentials", code: 2006 },
  403: { message: "Access Denied", code: 2010 },
  404: { message: "Not Found", code: 2100 },
  429: { message: "Rate Limit Exceeded", code: 2020 },
  500: { message: "Internal Server Error", code: 2000 },
};

/** Thrown by a look-up, to end the request. */
export class PagerDutyRefusal extends VendorRefusal {
  constructor(status: number, details: string[] = []) {
    super(refusal(status, details));
  }
}

export function refusal(
  status: number,
  details: string[] = [],
): VendorAnswer {
  const error = ERRORS[status] ??
    { message: `HTTP status ${status}`, code: 2000 };
  const errors = details.length > 0 ? { errors: details } : {};
  return { status, headers: {}, body: { error: { ...error, ...errors } } };
}
