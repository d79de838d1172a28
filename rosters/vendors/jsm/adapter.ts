import type { ValidatedSource } from "../../../config/sources.ts";
import { readPeople } from "./people.ts";
import { JSM, notBasic } from "./vendor.ts";
import { jsmDialect } from "../opsgenie/dialect.ts";
import { readSchedules } from "../opsgenie/schedules.ts";
import type { ReadRoster } from "../../port.ts";
import { rosterFrom } from "../../http/account.ts";

/**
 * Jira Service Management's operations, Opsgenie's successor: schedules as
 * there, people as Atlassian accounts, whose e-mails Jira tells.
 */
export function jsmRoster(source: ValidatedSource<"jsm">): ReadRoster {
  return rosterFrom(JSM, source, async (account, source, window) => {
    const { cloud_id } = source;
    return notBasic(account) ?? await readSchedules(
      account,
      source,
      window,
      jsmDialect(cloud_id),
      (people) => readPeople(account, cloud_id, people),
    );
  });
}
