/** A request to a vendor, with what its answer depends on. */
export interface VendorRequest {
  method: string;
  /** Below the vendor's root, as it came: `/oncalls`, `/v2/schedules/A%20B`. */
  path: string;
  query: URLSearchParams;
  /** The value of a header, by its name in small letters. */
  header(name: string): string | null;
}

export interface VendorAnswer {
  status: number;
  headers: Record<string, string>;
  /** An object is sent as JSON, a text as it is. */
  body: Record<string, unknown> | string;
}

/** An answer that is thrown, so that a look-up can end a request. */
export class VendorRefusal extends Error {
  constructor(readonly answer: VendorAnswer) {
    super(`the vendor answers ${answer.status}`);
    this.name = "VendorRefusal";
  }
}

/** What `work` answers, also where it refuses by throwing. */
export function orRefusal(work: () => VendorAnswer): VendorAnswer {
  try {
    return work();
  } catch (thrown) {
    if (thrown instanceof VendorRefusal) return thrown.answer;
    throw thrown;
  }
}

/** 200 with that body. */
export function success(body: VendorAnswer["body"]): VendorAnswer {
  return { status: 200, headers: {}, body };
}
