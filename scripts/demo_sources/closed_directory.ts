import type {
  MakeStandIn,
  VendorRequest,
} from "../../packages/slack-box/vendors/stand_in.ts";
import {
  type VendorMakers,
  VENDORS,
} from "../../packages/slack-box/vendors/vendors.ts";

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
