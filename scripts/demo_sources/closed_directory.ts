import type { VendorRequest } from "../../local/vendors/answer.ts";
import type { MakeStandIn } from "../../local/vendors/stand_in.ts";
import { type VendorMakers, VENDORS } from "../../local/vendors/vendors.ts";

/** BambooHR of a company that keeps its employees' directory to itself: names are all it gives. */
const closed: MakeStandIn = (parts) => {
  const open = VENDORS.bamboohr!(parts);
  return {
    ...open,
    answer: (request: VendorRequest, nowMs) =>
      request.path.endsWith("/directory")
        ? open.refusal(403)
        : open.answer(request, nowMs),
  };
};

/** All vendors, BambooHR without its directory. */
export const vendors: VendorMakers = { ...VENDORS, bamboohr: closed };
